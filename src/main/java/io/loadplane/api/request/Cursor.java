package io.loadplane.api.request;

import com.google.re2j.Pattern;
import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.Page;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a list goes on, as callers pass it back without looking inside. */
public final class Cursor {

    private Cursor() {}

    /**
     * Reads {@code limit} and {@code cursor} of a list.
     *
     * @param key how keys of this list look; a cursor of another list is refused
     */
    public static Page.Request page(@Nullable Integer limit, @Nullable String cursor, Pattern key) {
        if (limit != null && (limit < 1 || limit > Page.Request.MAX_LIMIT)) {
            throw new InvalidRequest(Finding.inParameter(
                    "limit", "out_of_range", "limit must be 1 to %d".formatted(Page.Request.MAX_LIMIT)));
        }
        return new Page.Request(
                limit == null ? Page.Request.DEFAULT_LIMIT : limit, cursor == null ? null : decode(cursor, key));
    }

    public static @Nullable String encode(@Nullable String key) {
        return key == null
                ? null
                : Base64.getUrlEncoder().withoutPadding().encodeToString(key.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor, Pattern key) {
        try {
            String decoded = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (key.matcher(decoded).matches()) {
                return decoded;
            }
        } catch (IllegalArgumentException e) {
            // Falls through: a cursor that is no base64 is as wrong as one of another list.
        }
        throw new InvalidRequest(Finding.inParameter(
                "cursor", "malformed_cursor", "cursor must be the next_cursor of an earlier page of this list"));
    }
}
