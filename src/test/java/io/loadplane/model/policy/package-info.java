/** Policies, tried without a server. */
@NullMarked
package io.loadplane.model.policy;

import org.jspecify.annotations.NullMarked;
