/** Webhooks over HTTP. */
@NullMarked
package io.loadplane.api.webhook;

import org.jspecify.annotations.NullMarked;
