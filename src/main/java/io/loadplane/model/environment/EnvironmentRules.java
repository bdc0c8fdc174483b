package io.loadplane.model.environment;

import com.google.re2j.Pattern;
import io.loadplane.model.DnsLabel;
import io.loadplane.model.Findings;
import io.loadplane.model.Words;
import io.loadplane.model.policy.PolicyEntries;
import io.loadplane.model.retention.Kept;
import io.loadplane.model.retention.Retention;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What holds for every environment, whatever its cluster. */
public final class EnvironmentRules {

    private static final Pattern URL = Pattern.compile("https?://.+");
    private static final Pattern OF_A_RUN = Pattern.compile("run-[0-9a-z]{26}-.*");

    private EnvironmentRules() {}

    public static void check(EnvironmentDraft draft, Findings findings) {
        checkName("/name", "name", draft.name(), findings);
        checkName("/namespace", "namespace", draft.namespace(), findings);
        Environment.PodSettings pods = draft.pods();
        Integer user = pods.runAsUser();
        if (user != null && user < 1) {
            findings.error(
                    "/run_as_user",
                    "out_of_range",
                    "run_as_user must be a number above 0 (no root), or null to let the cluster choose");
        }
        if (pods.packageIndex() != null && !isIndex(pods.packageIndex())) {
            findings.error(
                    "/package_index",
                    "malformed_url",
                    "package_index must be the URL of a package index, such as \"https://pypi.example/simple\", without user and password; those belong into the Secret that pip_config_secret names");
        }
        checkOne("/pip_config_secret", pods.pipConfigSecret(), findings);
        checkOne("/certificate_issuer", pods.certificateIssuer(), findings);
        checkLimit("concurrent_runs", draft.limits().concurrentRuns(), findings);
        checkLimit("total_workers", draft.limits().totalWorkers(), findings);
        checkLimit("total_users", draft.limits().totalUsers(), findings);
        PolicyEntries.check(draft.policy(), findings);
        checkRetention(draft.retention(), findings);
    }

    private static void checkRetention(Retention retention, Findings findings) {
        for (Kept what : Kept.values()) {
            Duration time = retention.of(what);
            if (time != null && !time.isZero() && time.compareTo(Retention.SHORTEST) < 0) {
                findings.error(
                        "/retention/" + Words.of(what),
                        "out_of_range",
                        "%s must be kept for at least an hour; 0s keeps them for ever".formatted(Words.of(what)));
            }
        }
    }

    private static void checkLimit(String field, @Nullable Integer limit, Findings findings) {
        if (limit != null && limit < 1) {
            findings.error(
                    "/limits/" + field, "out_of_range", field + " must be at least 1; leave it out for no limit");
        }
    }

    private static void checkName(String pointer, String field, String name, Findings findings) {
        if (!DnsLabel.matches(name)) {
            findings.error(
                    pointer,
                    "malformed_name",
                    field + " must be lower-case letters, digits and \"-\", at most 63 characters");
        }
    }

    private static boolean isIndex(String text) {
        try {
            URI index = new URI(text);
            return URL.matcher(text).matches() && index.getHost() != null && index.getRawUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void checkOne(String pointer, @Nullable String name, Findings findings) {
        if (name != null && name.contains("*")) {
            findings.error(pointer, "malformed_name", "one object is meant here: write its whole name, without \"*\"");
        } else if (name != null && OF_A_RUN.matcher(name).matches()) {
            findings.error(pointer, "object_not_allowed", "\"%s\" belongs to a run".formatted(name));
        } else {
            PolicyEntries.checkObjectName(pointer, name, findings);
        }
    }
}
