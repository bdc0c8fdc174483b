/** API tokens over HTTP. */
@NullMarked
package io.loadplane.api.token;

import org.jspecify.annotations.NullMarked;
