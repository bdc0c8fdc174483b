/** What everything shares: findings, failures, ids, durations, pages. */
@NullMarked
package io.loadplane.model;

import org.jspecify.annotations.NullMarked;
