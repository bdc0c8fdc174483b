/** Keeps the model in PostgreSQL, and brings a PostgreSQL of its own where none is named. */
@NullMarked
package io.loadplane.postgres;

import org.jspecify.annotations.NullMarked;
