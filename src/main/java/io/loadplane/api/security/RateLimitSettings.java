package io.loadplane.api.security;

import io.loadplane.api.security.RateLimits.Limit;
import io.micronaut.context.annotation.ConfigurationProperties;

/**
 * How often one caller may ask this process.
 *
 * @param requestsPerMinute in the long run; 0 for no limit
 * @param burst how many at once
 * @param failuresPerMinute how many tokens that open nothing one address may present; 0 for no limit
 */
@ConfigurationProperties("loadplane.rate-limit")
record RateLimitSettings(int requestsPerMinute, int burst, int failuresPerMinute) {

    Limit requests() {
        return new Limit(requestsPerMinute, burst);
    }

    Limit failures() {
        return new Limit(failuresPerMinute, failuresPerMinute);
    }
}
