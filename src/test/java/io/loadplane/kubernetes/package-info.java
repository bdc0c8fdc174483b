/** Runs on a real Kubernetes cluster. */
@NullMarked
package io.loadplane.kubernetes;

import org.jspecify.annotations.NullMarked;
