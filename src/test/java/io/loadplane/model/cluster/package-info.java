/** What is brought to a target, and what comes back. */
@NullMarked
package io.loadplane.model.cluster;

import org.jspecify.annotations.NullMarked;
