/** Runs load tests on Kubernetes. */
@NullMarked
package io.loadplane.kubernetes;

import org.jspecify.annotations.NullMarked;
