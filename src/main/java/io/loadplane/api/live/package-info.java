/** Brings what runs write to all who follow them, from whichever replica drives them, with one query for all. */
@NullMarked
package io.loadplane.api.live;

import org.jspecify.annotations.NullMarked;
