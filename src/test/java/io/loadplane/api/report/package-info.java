/** Reports, looked at without a service. */
@NullMarked
package io.loadplane.api.report;

import org.jspecify.annotations.NullMarked;
