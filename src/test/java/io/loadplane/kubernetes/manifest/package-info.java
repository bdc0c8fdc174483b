/** What is created for runs, compared with what it should be. */
@NullMarked
package io.loadplane.kubernetes.manifest;

import org.jspecify.annotations.NullMarked;
