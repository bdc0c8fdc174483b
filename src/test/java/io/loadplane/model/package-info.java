/** The rules of the model. */
@NullMarked
package io.loadplane.model;

import org.jspecify.annotations.NullMarked;
