/** The engine's decisions, tried one by one. */
@NullMarked
package io.loadplane.engine;

import org.jspecify.annotations.NullMarked;
