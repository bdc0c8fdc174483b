/** Builds what is created on a cluster for a run; pure functions. */
@NullMarked
package io.loadplane.kubernetes.manifest;

import org.jspecify.annotations.NullMarked;
