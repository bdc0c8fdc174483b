package io.loadplane.model.webhook;

import io.loadplane.model.policy.AddressRange;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which addresses may be called on behalf of callers: those of the public internet, and private ones that are allowed by
 * name. From inside, a control plane reaches much that its callers do not.
 */
public record PrivateTargets(List<AddressRange> allowed) {

    /** Not of the public internet, by the registries of special-purpose addresses (RFC 6890 and its updates). */
    private static final List<AddressRange> SPECIAL = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/3",
                    // Teredo, 6to4 and others carry IPv4 addresses within them.
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(AddressRange::new)
            .toList();

    private static final AddressRange PUBLIC_V6 = new AddressRange("2000::/3");

    public PrivateTargets {
        allowed = List.copyOf(allowed);
    }

    /**
     * Ranges and addresses with commas between.
     *
     * @throws IllegalArgumentException when one of them is none
     */
    public static PrivateTargets parse(String text) {
        return new PrivateTargets(Stream.of(text.split(","))
                .map(String::strip)
                .filter(range -> !range.isEmpty())
                .map(AddressRange::parse)
                .toList());
    }

    public boolean permit(InetAddress address) {
        return !isSpecial(address) || allowed.stream().anyMatch(range -> range.contains(address));
    }

    private static boolean isSpecial(InetAddress address) {
        return address instanceof Inet6Address && !PUBLIC_V6.contains(address)
                || SPECIAL.stream().anyMatch(range -> range.contains(address));
    }
}
