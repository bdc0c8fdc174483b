/** Environments over HTTP. */
@NullMarked
package io.loadplane.api.environment;

import org.jspecify.annotations.NullMarked;
