package io.loadplane.model.loadtest;

import com.google.re2j.Pattern;
import io.loadplane.model.DnsLabel;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Everything a definition must keep, whoever wrote it and wherever it is to run. Adds all findings, never stops early. */
public final class DefinitionRules {

    private static final int MAX_NAME = 100;
    private static final Pattern LABEL_KEY = Pattern.compile(
            "(?:[a-z0-9](?:[-a-z0-9.]{0,251}[a-z0-9])?/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final Pattern LABEL_VALUE = Pattern.compile("(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");
    private static final Pattern HOSTNAME = Pattern.compile("[a-z0-9*]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final List<String> PULL_POLICIES = List.of("Always", "IfNotPresent", "Never");

    private DefinitionRules() {}

    /**
     * @param allowPackageUrls whether packages may come from paths and URLs
     */
    public static void check(Definition definition, boolean allowPackageUrls, Findings findings) {
        SourceRules.check(definition.source(), allowPackageUrls, findings);
        check(definition.settings(), findings);
    }

    /** The rules for what a run may override too. */
    public static void check(Settings settings, Findings findings) {
        checkName(settings.name(), findings);
        LoadRules.check(settings, findings);
        EnvironmentVariableRules.check(settings, findings);
        checkLabels("/labels", settings.labels(), findings);
        settings.podMetadata()
                .labels()
                .forEach((role, labels) -> checkLabels("/pod_labels" + Finding.step(role), labels, findings));
        ResourceRules.check(settings.resources(), findings);
        checkImage(settings.image(), findings);
        checkIngress(settings.ingress(), findings);
        CriterionRules.check(settings, findings);
        if (settings.namespace() != null && !DnsLabel.matches(settings.namespace())) {
            findings.error(
                    "/namespace",
                    "malformed_name",
                    "namespace must be a DNS label: lower-case letters, digits and \"-\", at most 63 characters");
        }
    }

    private static void checkName(String name, Findings findings) {
        if (name.isBlank()) {
            findings.error("/name", "required", "name is required: what the load test is called, 1 to 100 characters");
        } else if (name.codePointCount(0, name.length()) > MAX_NAME) {
            findings.error(
                    "/name",
                    "too_long",
                    "name has %d characters; at most %d are allowed"
                            .formatted(name.codePointCount(0, name.length()), MAX_NAME));
        }
        if (name.codePoints().anyMatch(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029)) {
            findings.error(
                    "/name",
                    "control_character",
                    "name must not contain control characters such as line breaks or tabs");
        }
    }

    private static void checkLabels(String pointer, Map<String, String> labels, Findings findings) {
        labels.forEach((key, value) -> {
            if (!LABEL_KEY.matcher(key).matches()) {
                findings.error(
                        pointer + Finding.step(key),
                        "malformed_label",
                        "the label name \"%s\" must be letters, digits, \"-\", \"_\" or \".\", at most 63 characters, with letters or digits at both ends"
                                .formatted(key));
            }
            if (!LABEL_VALUE.matcher(value).matches()) {
                findings.error(
                        pointer + Finding.step(key),
                        "malformed_label",
                        "the label value \"%s\" must be letters, digits, \"-\", \"_\" or \".\", at most 63 characters, with letters or digits at both ends"
                                .formatted(value));
            }
        });
    }

    private static void checkImage(Settings.Image image, Findings findings) {
        if (!ImageReference.matches(image.name())) {
            findings.error("/image", "malformed_image", ImageReference.EXPECTED);
        }
        if (image.pullPolicy() != null && !PULL_POLICIES.contains(image.pullPolicy())) {
            findings.error(
                    "/image_pull_policy",
                    "unknown_value",
                    "image_pull_policy must be one of " + String.join(", ", PULL_POLICIES));
        }
    }

    private static void checkIngress(Settings.Ingress ingress, Findings findings) {
        if (!ingress.path().startsWith("/")) {
            findings.error("/ingress/path", "malformed_path", "ingress.path must start with \"/\"");
        }
        @Nullable String hostname = ingress.hostname();
        if (hostname != null && !HOSTNAME.matcher(hostname).matches()) {
            findings.error(
                    "/ingress/hostname",
                    "malformed_name",
                    "ingress.hostname must be a DNS name such as \"locust.example.com\"");
        }
    }
}
