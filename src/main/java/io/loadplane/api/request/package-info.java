/** Reads requests strictly: every finding at once, each with its place. */
@NullMarked
package io.loadplane.api.request;

import org.jspecify.annotations.NullMarked;
