/** Cluster credentials over HTTP. */
@NullMarked
package io.loadplane.api.credential;

import org.jspecify.annotations.NullMarked;
