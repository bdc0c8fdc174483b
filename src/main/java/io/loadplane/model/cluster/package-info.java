/** The port through which the engine acts on a target, and what it brings and sees there. */
@NullMarked
package io.loadplane.model.cluster;

import org.jspecify.annotations.NullMarked;
