/** How what runs write reaches those who follow them. */
@NullMarked
package io.loadplane.api.live;

import org.jspecify.annotations.NullMarked;
