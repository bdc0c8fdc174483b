package io.loadplane.api.request;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.ControlPlaneException.Kind;
import org.jspecify.annotations.Nullable;

/** Versions as entity tags. */
public final class Versions {

    private static final Pattern ETAG = Pattern.compile("\"(\\d{1,9})\"");

    private Versions() {}

    public static String etag(int version) {
        return "\"" + version + "\"";
    }

    /** The version that the caller has read, from the header {@code If-Match}. */
    public static int ifMatch(@Nullable String header) {
        if (header == null) {
            throw new ControlPlaneException(
                    Kind.PRECONDITION_MISSING,
                    "if_match_required",
                    "Send the ETag of your last read as If-Match, so that nobody's change is lost.");
        }
        Matcher matcher = ETAG.matcher(header.strip());
        if (!matcher.matches()) {
            throw new ControlPlaneException(
                    Kind.PRECONDITION_FAILED,
                    "version_mismatch",
                    "If-Match must be the ETag of your last read, such as \"3\" with its quotes.");
        }
        return Integer.parseInt(matcher.group(1));
    }
}
