/** Roles, where they hold, and what they allow. */
@NullMarked
package io.loadplane.model.access;

import org.jspecify.annotations.NullMarked;
