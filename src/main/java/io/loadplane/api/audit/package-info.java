/** The audit over HTTP, and the refusals in it. */
@NullMarked
package io.loadplane.api.audit;

import org.jspecify.annotations.NullMarked;
