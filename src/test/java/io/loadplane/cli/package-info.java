/** The command line is called as its users call it. */
@NullMarked
package io.loadplane.cli;

import org.jspecify.annotations.NullMarked;
