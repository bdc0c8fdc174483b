/** The API as a caller sees it. */
@NullMarked
package io.loadplane.api;

import org.jspecify.annotations.NullMarked;
