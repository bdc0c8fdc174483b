/** Services by themselves, beside small fakes. */
@NullMarked
package io.loadplane.service;

import org.jspecify.annotations.NullMarked;
