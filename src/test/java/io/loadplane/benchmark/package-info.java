/** Measures what must be fast, beside a baseline in the same run; not part of the tests. */
@NullMarked
package io.loadplane.benchmark;

import org.jspecify.annotations.NullMarked;
