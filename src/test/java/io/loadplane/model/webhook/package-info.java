/** Tests of the rules of webhooks. */
@NullMarked
package io.loadplane.model.webhook;

import org.jspecify.annotations.NullMarked;
