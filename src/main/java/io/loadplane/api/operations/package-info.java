/** The root page and the API description. */
@NullMarked
package io.loadplane.api.operations;

import org.jspecify.annotations.NullMarked;
