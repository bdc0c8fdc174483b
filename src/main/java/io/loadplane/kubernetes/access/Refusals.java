package io.loadplane.kubernetes.access;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import java.io.IOException;

/** Turns what an API server or its admission says into reasons that a tester understands. */
public final class Refusals {

    private static final Pattern FORBIDDEN = Pattern.compile(
            "cannot (\\S+) resource \"([^\"]+)\" in API group \"([^\"]*)\"(?: in the namespace \"([^\"]+)\")?");

    private static final Pattern LIMIT_RANGE = Pattern.compile(
            "(?:maximum|minimum) \\S+ usage per (?:Container|Pod)|max limit to request ratio per|limit to request ratio");

    private static final Pattern QUOTA = Pattern.compile("exceeded quota|failed quota|insufficient quota");

    private static final Pattern POD_SECURITY = Pattern.compile("violates PodSecurity");

    private static final Pattern NO_NAMESPACE =
            Pattern.compile("namespaces \"[^\"]+\" not found|because it is being terminated");

    private Refusals() {}

    /**
     * @param doing what was tried, such as {@code create the Job run-01…-master}
     */
    static ClusterException refused(String doing, int status, String body) {
        String message = messageOf(body);
        Reason reason = switch (status) {
            case 401 ->
                Reason.of(
                        ReasonCode.CREDENTIAL_REJECTED, "the cluster does not accept the cluster credential any more");
            case 403, 404 -> explain("the cluster refused to " + doing, message);
            case 429, 502, 503, 504 ->
                Reason.of(ReasonCode.CLUSTER_UNREACHABLE, "the cluster could not %s now: %s".formatted(doing, message));
            default -> explain("the cluster refused to %s (%d)".formatted(doing, status), message);
        };
        return new ClusterException(reason, new IOException("HTTP %d: %s".formatted(status, message)));
    }

    static ClusterException unreachable(String server, Throwable cause) {
        return new ClusterException(
                Reason.of(
                        ReasonCode.CLUSTER_UNREACHABLE,
                        "the cluster at %s cannot be reached: %s"
                                .formatted(server, Silence.of(cause).words())),
                cause);
    }

    /** What whoever keeps the credential can do; the hint of the reason is for those who run load tests. */
    public static String advice(ClusterException failure) {
        return failure.reason().code() == ReasonCode.CLUSTER_UNREACHABLE
                ? Silence.of(failure).advice()
                : failure.reason().hint();
    }

    /** What admission or a controller says, also in an event. */
    public static Reason explain(String what, String message) {
        Matcher forbidden = FORBIDDEN.matcher(message);
        if (forbidden.find()) {
            String resource =
                    forbidden.group(3).isEmpty() ? forbidden.group(2) : forbidden.group(2) + "." + forbidden.group(3);
            String where = forbidden.group(4) == null ? "" : " in the namespace " + forbidden.group(4);
            return Reason.of(
                    ReasonCode.PERMISSION_DENIED,
                    "the cluster credential may not %s %s%s".formatted(forbidden.group(1), resource, where));
        }
        return Reason.of(codeOf(message), "%s: %s".formatted(what, message));
    }

    private static ReasonCode codeOf(String message) {
        if (QUOTA.matcher(message).find()) {
            return ReasonCode.QUOTA_EXCEEDED;
        } else if (LIMIT_RANGE.matcher(message).find()) {
            return ReasonCode.LIMIT_RANGE;
        } else if (POD_SECURITY.matcher(message).find()) {
            return ReasonCode.ADMISSION_REJECTED;
        } else if (NO_NAMESPACE.matcher(message).find()) {
            return ReasonCode.NAMESPACE_MISSING;
        }
        return ReasonCode.ADMISSION_REJECTED;
    }

    /** The message of the API's Status object; anything else came from something in between. */
    private static String messageOf(String body) {
        try {
            JsonElement status = JsonParser.parseString(body);
            if (status instanceof JsonObject object && object.has("message")) {
                return object.get("message").getAsString();
            }
        } catch (JsonParseException | UnsupportedOperationException | IllegalStateException e) {
            // Said as it is.
        }
        return body.length() <= 300 ? body.strip() : body.substring(0, 300).strip() + "…";
    }
}
