/** The gates of the house. */
@NullMarked
package io.loadplane;

import org.jspecify.annotations.NullMarked;
