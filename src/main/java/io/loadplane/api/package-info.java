/** HTTP in, HTTP out. */
@NullMarked
package io.loadplane.api;

import org.jspecify.annotations.NullMarked;
