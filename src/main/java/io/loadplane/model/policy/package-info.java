/** What an environment allows of the load tests that run there, and what they name of it. */
@NullMarked
package io.loadplane.model.policy;

import org.jspecify.annotations.NullMarked;
