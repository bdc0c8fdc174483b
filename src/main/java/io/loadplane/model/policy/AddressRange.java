package io.loadplane.model.policy;

import com.google.re2j.Pattern;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * IP addresses that begin alike.
 *
 * @param cidr such as {@code 10.0.0.0/8}
 */
public record AddressRange(String cidr) {

    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F.]*:[0-9a-fA-F:.]*");

    private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");

    /** Throws {@link IllegalArgumentException}, with what would be right, when it is none; the bits behind its length must be 0. */
    public AddressRange {
        byte[] address = address(cidr).getAddress();
        int length = length(cidr);
        if (length < 0 || length > address.length * 8) {
            throw new IllegalArgumentException(
                    "the length of the range \"%s\" must be 0 to %d".formatted(cidr, address.length * 8));
        }
        byte[] begin = begin(address, length);
        if (!Arrays.equals(begin, address)) {
            throw new IllegalArgumentException(
                    "\"%s\" is an address within a range; the range is \"%s/%d\"".formatted(cidr, text(begin), length));
        }
    }

    /** The range of one address, or the one that is written. */
    public static AddressRange parse(String text) {
        return new AddressRange(
                text.contains("/")
                        ? text
                        : "%s/%d".formatted(text, address(text).getAddress().length * 8));
    }

    /** Whether the text is meant as addresses, and not as a name. */
    static boolean isMeant(String text) {
        return text.contains("/") || ADDRESS.matcher(text).matches();
    }

    /** The address that a URL names by its digits; other ways to write one are names. */
    public static Optional<InetAddress> read(String text) {
        try {
            return ADDRESS.matcher(text).matches() ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress address) {
        byte[] begin = address(cidr).getAddress();
        byte[] bytes = address.getAddress();
        return bytes.length == begin.length && Arrays.equals(begin(bytes, length(cidr)), begin);
    }

    private static InetAddress address(String cidr) {
        int slash = cidr.indexOf('/');
        return read(slash < 0 ? cidr : cidr.substring(0, slash))
                .orElseThrow(() -> new IllegalArgumentException(
                        "\"%s\" is no range of addresses, such as \"10.0.0.0/8\" or \"10.1.2.3\"".formatted(cidr)));
    }

    private static int length(String cidr) {
        String digits = cidr.substring(cidr.indexOf('/') + 1);
        return LENGTH.matcher(digits).matches() ? Integer.parseInt(digits) : -1;
    }

    private static byte[] begin(byte[] address, int length) {
        byte[] begin = new byte[address.length];
        for (int bit = 0; bit < length; bit++) {
            begin[bit / 8] |= (byte) (address[bit / 8] & 0x80 >> bit % 8);
        }
        return begin;
    }

    private static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (java.net.UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
