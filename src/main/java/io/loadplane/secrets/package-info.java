/** Seals secrets under a key from outside the database. */
@NullMarked
package io.loadplane.secrets;

import org.jspecify.annotations.NullMarked;
