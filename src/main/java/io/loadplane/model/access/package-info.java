/** Who calls, what that lets them do, and where. */
@NullMarked
package io.loadplane.model.access;

import org.jspecify.annotations.NullMarked;
