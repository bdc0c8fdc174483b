/** How clusters are reached, without one. */
@NullMarked
package io.loadplane.kubernetes.access;

import org.jspecify.annotations.NullMarked;
