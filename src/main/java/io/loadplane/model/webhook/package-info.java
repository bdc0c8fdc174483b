/** Who is told what happened, and how that is done in spite of the world outside. */
@NullMarked
package io.loadplane.model.webhook;

import org.jspecify.annotations.NullMarked;
