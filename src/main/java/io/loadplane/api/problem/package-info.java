/** Failures as RFC 9457 problems; the only place where they become HTTP. */
@NullMarked
package io.loadplane.api.problem;

import org.jspecify.annotations.NullMarked;
