/** Starts Loadplane and puts its parts together. */
@NullMarked
package io.loadplane;

import org.jspecify.annotations.NullMarked;
