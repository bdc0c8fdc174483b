/** Reaches clusters: takes credentials apart, keeps connections, makes calls, and explains refusals. */
@NullMarked
package io.loadplane.kubernetes.access;

import org.jspecify.annotations.NullMarked;
