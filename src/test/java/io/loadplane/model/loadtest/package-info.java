/** What a definition must keep. */
@NullMarked
package io.loadplane.model.loadtest;

import org.jspecify.annotations.NullMarked;
