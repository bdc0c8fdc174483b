/** Watches what happens to runs on clusters, and reads from it how far they are and why not further. */
@NullMarked
package io.loadplane.kubernetes.watch;

import org.jspecify.annotations.NullMarked;
