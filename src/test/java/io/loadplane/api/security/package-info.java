/** How callers are recognised. */
@NullMarked
package io.loadplane.api.security;

import org.jspecify.annotations.NullMarked;
