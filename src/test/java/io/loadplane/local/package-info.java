/** Real Locust on this machine. */
@NullMarked
package io.loadplane.local;

import org.jspecify.annotations.NullMarked;
