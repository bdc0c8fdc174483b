package io.loadplane.model.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API token as its holder presents it: {@code lp_}, the ULID of its id, {@code _}, and 256 random bits.
 *
 * @param secret the random bits as hexadecimal text
 */
public record TokenText(TokenId id, String secret) {

    private static final Pattern SHAPE = Pattern.compile("lp_([0-9a-z]{26})_([0-9a-f]{64})");

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
        return "lp_" + id.value().substring(TokenId.PREFIX.length()) + "_" + secret;
    }

    /**
     * What is stored of it. A slow hash is for passwords, which can be guessed; nobody guesses 256 random bits, and every
     * request pays for the hash.
     */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
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
