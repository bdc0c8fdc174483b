package io.loadplane.api.security;

import io.loadplane.model.StartFailure;
import io.loadplane.model.policy.AddressRange;
import io.micronaut.context.annotation.Value;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where requests come from. What a header says of it counts only where a proxy of ours has written it. */
@Singleton
class ClientAddresses {

    private static final String FORWARDED = "X-Forwarded-For";

    private final List<AddressRange> proxies;

    ClientAddresses(@Value("${loadplane.trusted-proxies}") List<String> proxies) {
        try {
            this.proxies = proxies.stream()
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .map(AddressRange::parse)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new StartFailure("loadplane.trusted-proxies: %s.".formatted(e.getMessage()), e);
        }
    }

    /** Each proxy adds whom it was asked by at the end; the first from there that is no proxy is the client. */
    String of(HttpRequest<?> request) {
        InetAddress address = request.getRemoteAddress().getAddress();
        List<String> hops = Arrays.asList(
                String.join(",", request.getHeaders().getAll(FORWARDED)).split(","));
        for (String hop : hops.reversed()) {
            Optional<InetAddress> before = AddressRange.read(hop.strip());
            if (!isProxy(address) || before.isEmpty()) {
                break;
            }
            address = before.get();
        }
        return address.getHostAddress();
    }

    private boolean isProxy(InetAddress address) {
        return proxies.stream().anyMatch(range -> range.contains(address));
    }
}
