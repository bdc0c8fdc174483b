package io.loadplane.model.access;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.model.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * An API token as its holder presents it: {@code lp_}, the ULID of its id, {@code _}, and 256 random bits.
 *
 * @param secret the random bits as hexadecimal text
 */
public record TokenText(TokenId id, String secret) {

    /** Tells an API token from all that others present. */
    public static final String PREFIX = "lp_";

    private static final Pattern SHAPE = Pattern.compile(PREFIX + "([0-9a-z]{26})_([0-9a-f]{64})");

    /** Empty when the text is no API token. */
    public static Optional<TokenText> parse(String presented) {
        Matcher matcher = SHAPE.matcher(presented);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new TokenText(new TokenId(TokenId.PREFIX + matcher.group(1)), matcher.group(2)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public String text() {
        return PREFIX + id.value().substring(TokenId.PREFIX.length()) + "_" + secret;
    }

    /**
     * What is stored of it. A slow hash is for passwords, which can be guessed; nobody guesses 256 random bits, and every
     * request pays for the hash.
     */
    public String hash() {
        return Sha256.hex(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** Takes the same time wherever the difference lies. */
    public boolean opens(Token token) {
        return MessageDigest.isEqual(
                hash().getBytes(StandardCharsets.US_ASCII), token.hash().getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public String toString() {
        return "TokenText[" + id + "]";
    }
}
