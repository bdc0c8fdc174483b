/** Who changed what, and who was refused. */
@NullMarked
package io.loadplane.model.audit;

import org.jspecify.annotations.NullMarked;
