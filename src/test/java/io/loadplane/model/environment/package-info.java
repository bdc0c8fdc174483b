/** Named places where runs happen. */
@NullMarked
package io.loadplane.model.environment;

import org.jspecify.annotations.NullMarked;
