/** The command line. */
@NullMarked
package io.loadplane.cli;

import org.jspecify.annotations.NullMarked;
