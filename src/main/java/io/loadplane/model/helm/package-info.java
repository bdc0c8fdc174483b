/** The vocabulary of the deliveryhero Locust chart, translated into definitions of load tests. */
@NullMarked
package io.loadplane.model.helm;

import org.jspecify.annotations.NullMarked;
