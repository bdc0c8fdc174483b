/** Load tests over HTTP. */
@NullMarked
package io.loadplane.api.loadtest;

import org.jspecify.annotations.NullMarked;
