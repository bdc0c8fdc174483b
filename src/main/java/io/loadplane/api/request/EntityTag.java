package io.loadplane.api.request;

import io.loadplane.model.Sha256;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Stands for an answer as its reader saw it: weak, because compression changes its bytes and not what it says. */
public record EntityTag(String text) {

    private static final int LENGTH = 32;

    public static EntityTag of(byte[] answer) {
        return new EntityTag("W/\"%s\"".formatted(Sha256.hex(answer).substring(0, LENGTH)));
    }

    /**
     * Whether a reader has this answer already.
     *
     * @param ifNoneMatch the header; null when there is none
     */
    public boolean isAmong(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(",", -1))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(text) || ("W/" + tag).equals(text));
    }
}
