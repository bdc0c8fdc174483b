@NullMarked
package io.loadplane.model.helm;

import org.jspecify.annotations.NullMarked;
