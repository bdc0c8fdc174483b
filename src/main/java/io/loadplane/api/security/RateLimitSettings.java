package io.loadplane.api.security;

import io.loadplane.api.security.RateLimits.Limit;
import io.loadplane.model.StartFailure;
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

    RateLimitSettings {
        if (requestsPerMinute < 0 || burst < 1 || failuresPerMinute < 0) {
            throw new StartFailure(
                    "The limits of loadplane.rate-limit must be 0 or more, and its burst 1 or more.", null);
        }
    }

    Limit requests() {
        return new Limit(requestsPerMinute, burst);
    }

    Limit failures() {
        return new Limit(failuresPerMinute, failuresPerMinute);
    }
}
