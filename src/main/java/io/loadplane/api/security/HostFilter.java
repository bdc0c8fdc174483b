package io.loadplane.api.security;

import com.google.re2j.Pattern;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.exceptions.HttpStatusException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers only under the names of the settings, so that no page of somebody else's name can be made to lead here. */
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
@Requires(property = "loadplane.hosts", pattern = ".+")
class HostFilter {

    private static final Pattern PORT = Pattern.compile(":\\d*$");

    private final Set<String> hosts;

    HostFilter(@Value("${loadplane.hosts}") List<String> hosts) {
        this.hosts = hosts.stream()
                .map(host -> host.strip().toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** A kubelet asks for the health of an address, not of a name. */
    @RequestFilter
    void check(HttpRequest<?> request) {
        String host = request.getHeaders().getFirst("Host").orElse("");
        String name = PORT.matcher(host).replaceFirst("").toLowerCase(Locale.ROOT);
        if (!hosts.contains(name) && !request.getPath().startsWith("/health")) {
            throw new HttpStatusException(HttpStatus.MISDIRECTED_REQUEST, "");
        }
    }
}
