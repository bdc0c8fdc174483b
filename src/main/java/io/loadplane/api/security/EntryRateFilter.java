package io.loadplane.api.security;

import com.google.re2j.Pattern;
import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Sha256;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Bounds what comes without a token or with one that opens nothing, by address, before anybody looks at the token. */
@ServerFilter("/**")
@Order(EntryRateFilter.ORDER)
class EntryRateFilter {

    private static final Pattern NETWORK = Pattern.compile("^((?:[^:]*:){4}).*");

    /** Before {@link io.micronaut.http.filter.ServerFilterPhase#SECURITY}. */
    static final int ORDER = 38_000;

    /** More tokens are hardly in use at once. */
    private static final int MOST_KNOWN = 10_000;

    private final RateLimits limits;
    private final RateLimitSettings settings;
    private final ClientAddresses addresses;

    /** Who shares an address with somebody who guesses, as behind a proxy, is not locked out with them. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    EntryRateFilter(RateLimits limits, RateLimitSettings settings, ClientAddresses addresses) {
        this.limits = limits;
        this.settings = settings;
        this.addresses = addresses;
    }

    @RequestFilter
    void bound(HttpRequest<?> request) {
        if (isHealth(request)) {
            return;
        }
        if (!request.getHeaders().contains(HttpHeaders.AUTHORIZATION)) {
            refuse(limits.take("address " + network(request), settings.requests()));
            return;
        }
        Optional<Duration> wait = limits.waitOf("failures " + network(request), settings.failures());
        if (wait.isPresent() && !known.contains(fingerprint(request))) {
            refuse(wait);
        }
    }

    @ResponseFilter
    void learn(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (settings.failuresPerMinute() == 0 || !request.getHeaders().contains(HttpHeaders.AUTHORIZATION)) {
            return;
        }
        String presented = fingerprint(request);
        if (response.code() == HttpStatus.UNAUTHORIZED.getCode()) {
            known.remove(presented);
            limits.spend("failures " + network(request), settings.failures());
        } else if (request.getUserPrincipal().isPresent()) {
            if (known.size() >= MOST_KNOWN) {
                known.clear();
            }
            known.add(presented);
        }
    }

    static boolean isHealth(HttpRequest<?> request) {
        return request.getPath().startsWith("/health");
    }

    static void refuse(Optional<Duration> wait) {
        wait.ifPresent(time -> {
            long seconds = Math.max(1, time.plusMillis(999).toSeconds());
            throw new ControlPlaneException(
                    ControlPlaneException.Kind.BUSY,
                    "rate_limited",
                    "Too many requests have come from here; repeat this one in %d s (loadplane.rate-limit)."
                            .formatted(seconds),
                    Map.of("retry_after", Long.toString(seconds)));
        });
    }

    private static String fingerprint(HttpRequest<?> request) {
        String presented =
                request.getHeaders().findFirst(HttpHeaders.AUTHORIZATION).orElse("");
        return Sha256.hex(presented.getBytes(StandardCharsets.UTF_8));
    }

    /** Whoever has one address of IPv6 has 2^64 of them. */
    private String network(HttpRequest<?> request) {
        String address = addresses.of(request);
        return address.contains(":") ? NETWORK.matcher(address).replaceFirst("$1") : address;
    }
}
