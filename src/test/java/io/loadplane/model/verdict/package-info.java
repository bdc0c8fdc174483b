/** From what a run measured to its verdict. */
@NullMarked
package io.loadplane.model.verdict;

import org.jspecify.annotations.NullMarked;
