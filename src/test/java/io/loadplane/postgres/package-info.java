/** The stores on a real PostgreSQL. */
@NullMarked
package io.loadplane.postgres;

import org.jspecify.annotations.NullMarked;
