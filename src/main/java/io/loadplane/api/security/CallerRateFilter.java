package io.loadplane.api.security;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Bounds how often a caller asks; what goes on for long, such as a long poll, counts as one. */
@ServerFilter("/**")
@Order(CallerRateFilter.ORDER)
class CallerRateFilter {

    /** After {@link io.micronaut.http.filter.ServerFilterPhase#SECURITY}, when it is known who asks. */
    static final int ORDER = 40_000;

    private final RateLimits limits;
    private final RateLimitSettings settings;

    CallerRateFilter(RateLimits limits, RateLimitSettings settings) {
        this.limits = limits;
        this.settings = settings;
    }

    @RequestFilter
    void bound(HttpRequest<?> request) {
        if (!EntryRateFilter.isHealth(request)) {
            request.getUserPrincipal(CallerAuthentication.class)
                    .ifPresent(known -> EntryRateFilter.refuse(
                            limits.take("caller " + known.caller().id(), settings.requests())));
        }
    }
}
