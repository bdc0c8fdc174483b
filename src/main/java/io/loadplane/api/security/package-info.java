/** Who is calling. */
@NullMarked
package io.loadplane.api.security;

import org.jspecify.annotations.NullMarked;
