/** How long what runs leave behind is kept. */
@NullMarked
package io.loadplane.model.retention;

import org.jspecify.annotations.NullMarked;
