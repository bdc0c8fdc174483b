package io.loadplane.service;

import com.google.re2j.Pattern;
import io.loadplane.model.Findings;
import io.loadplane.model.webhook.Receivers;
import io.loadplane.model.webhook.Webhook.Scope;
import io.loadplane.model.webhook.WebhookDraft;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Objects;

/** What must hold of a webhook, and is said all at once. */
@Singleton
class WebhookChecks {

    private static final int MAX_URL = 2_000;

    /** Whoever sees a message can try secrets out on it, so it must be a long one. */
    private static final Pattern SECRET = Pattern.compile("[!-~]{16,200}");

    private final Receivers receivers;

    WebhookChecks(Receivers receivers) {
        this.receivers = receivers;
    }

    void check(WebhookDraft draft, Findings findings) {
        checkUrl(draft.url(), findings);
        if (draft.environment() != null && draft.loadTest() != null) {
            findings.error(
                    "/load_test_id", "conflicting_fields", "only one of environment and load_test_id can be given");
        }
        if (draft.secret() != null && !SECRET.matcher(draft.secret()).matches()) {
            findings.error(
                    "/secret",
                    "malformed_secret",
                    "secret must be 16 to 200 printable ASCII characters without spaces");
        }
    }

    void checkScope(Scope scope, WebhookDraft draft, Findings findings) {
        String loadTest = scope.loadTest() == null ? null : scope.loadTest().value();
        String environment = loadTest == null ? scope.environment() : null;
        if (!Objects.equals(loadTest, draft.loadTest())) {
            findings.error("/load_test_id", "immutable", "load_test_id cannot change; it is %s".formatted(loadTest));
        }
        if (!Objects.equals(environment, draft.environment())) {
            findings.error("/environment", "immutable", "environment cannot change; it is %s".formatted(environment));
        }
    }

    /** Whether it may be called at all. It is looked at again at each delivery: names can be given other addresses. */
    void checkReach(WebhookDraft draft, Findings findings) {
        receivers.refusal(draft.url()).ifPresent(why -> findings.error("/url", "forbidden_target", "url " + why));
    }

    private static void checkUrl(String url, Findings findings) {
        if (url.length() > MAX_URL || !isCallable(url)) {
            findings.error(
                    "/url",
                    "malformed_url",
                    "url must be http:// or https:// with a host and without a user, at most %d characters"
                            .formatted(MAX_URL));
        }
    }

    private static boolean isCallable(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            return (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
