/** What is sealed, under which keys, and what happens without them. */
@NullMarked
package io.loadplane.secrets;

import org.jspecify.annotations.NullMarked;
