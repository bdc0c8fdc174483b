/** Calls the receivers of webhooks, and nothing that callers have no business with. */
@NullMarked
package io.loadplane.receiver;

import org.jspecify.annotations.NullMarked;
