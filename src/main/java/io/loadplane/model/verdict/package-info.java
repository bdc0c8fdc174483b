/** From what a run measured and its criteria to its verdict. */
@NullMarked
package io.loadplane.model.verdict;

import org.jspecify.annotations.NullMarked;
