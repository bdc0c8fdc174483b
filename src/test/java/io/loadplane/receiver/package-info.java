/** Tests of how receivers are called. */
@NullMarked
package io.loadplane.receiver;

import org.jspecify.annotations.NullMarked;
