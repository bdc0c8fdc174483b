/** How clusters are reached. */
@NullMarked
package io.loadplane.model.credential;

import org.jspecify.annotations.NullMarked;
