/** What a caller may do: one method per request, one transaction per method that writes. */
@NullMarked
package io.loadplane.service;

import org.jspecify.annotations.NullMarked;
