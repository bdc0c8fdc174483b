/** How runs differ from each other. */
@NullMarked
package io.loadplane.api.comparison;

import org.jspecify.annotations.NullMarked;
