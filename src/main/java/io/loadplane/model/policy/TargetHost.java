package io.loadplane.model.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.model.Wildcard;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One entry of the target hosts that a policy allows. */
public sealed interface TargetHost {

    /**
     * Hosts by their names, such as {@code *.staging.example}, {@code shop.example:8443} or {@code https://shop.example}.
     *
     * @param scheme null for any
     * @param port null for any
     */
    record Named(
            @Nullable String scheme,
            String pattern,
            @Nullable Integer port) implements TargetHost {}

    /** Addresses: those that a URL may name by its digits, and those that names must lead to. */
    record Addresses(AddressRange range) implements TargetHost {}

    /** Throws {@link IllegalArgumentException}, with what would be right, for a text that is none. */
    static TargetHost parse(String entry) {
        String text = entry.toLowerCase(Locale.ROOT);
        Matcher named = Shape.NAMED.matcher(text);
        if (!text.contains("://") && AddressRange.isMeant(text)) {
            return new Addresses(AddressRange.parse(text));
        } else if (!named.matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" is no host; write a name such as \"*.staging.example\", with a scheme or a port if only that one is meant, or a range of addresses such as \"10.0.0.0/8\""
                            .formatted(entry));
        } else if (Shape.DIGITS.matcher(named.group(2)).matches()) {
            throw new IllegalArgumentException(
                    "\"%s\" has addresses in it; write them as a range such as \"10.0.0.0/8\", without scheme and port"
                            .formatted(entry));
        }
        return new Named(
                named.group(1), named.group(2), named.group(3) == null ? null : Integer.valueOf(named.group(3)));
    }

    /** Which base URLs an entry allows. */
    static Predicate<String> reads(String entry) {
        TargetHost allowed = parse(entry);
        return url -> Base.read(url).filter(base -> base.fits(allowed)).isPresent();
    }

    /** How entries are written. */
    final class Shape {
        private static final Pattern NAMED =
                Pattern.compile("(?:(https?)://)?([a-z0-9*._-]{1,253}?)\\.?(?::(\\d{1,5}))?");
        private static final Pattern DIGITS = Pattern.compile("[0-9.*]*[0-9][0-9.*]*");

        private Shape() {}
    }

    /** The part of a base URL that says where its requests go. */
    record Base(String scheme, String host, int port) {

        private static final Pattern AUTHORITY =
                Pattern.compile("(?:[^@]*@)?(\\[[^]]*]|[^:@\\[]*?)\\.?(?::(\\d{1,5}))?");

        static Optional<Base> read(String url) {
            try {
                URI uri = new URI(url);
                if (uri.getScheme() == null || uri.getRawAuthority() == null) {
                    return Optional.empty();
                }
                Matcher authority = AUTHORITY.matcher(uri.getRawAuthority());
                if (!authority.matches()) {
                    return Optional.empty();
                }
                String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
                String host = authority
                        .group(1)
                        .toLowerCase(Locale.ROOT)
                        .replace("[", "")
                        .replace("]", "");
                int usual = scheme.equals("https") ? 443 : 80;
                String port = authority.group(2);
                return Optional.of(new Base(scheme, host, port == null ? usual : Integer.parseInt(port)));
            } catch (URISyntaxException e) {
                return Optional.empty();
            }
        }

        private boolean fits(TargetHost allowed) {
            Optional<InetAddress> address = AddressRange.read(host);
            return switch (allowed) {
                case Addresses addresses ->
                    address.filter(addresses.range()::contains).isPresent();
                case Named named ->
                    address.isEmpty()
                            && (named.scheme() == null || named.scheme().equals(scheme))
                            && (named.port() == null || named.port() == port)
                            && Wildcard.matches(named.pattern(), host);
            };
        }
    }
}
