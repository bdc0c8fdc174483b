package io.loadplane.local;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.loadplane.model.Findings;
import io.loadplane.model.credential.CredentialDraft;
import io.loadplane.model.loadtest.RoleResources;
import io.loadplane.model.loadtest.Settings;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What this machine can do of a definition, and what it ignores. */
final class LocalRules {

    private static final Pattern IMAGE =
            Pattern.compile("(?:docker\\.io/)?locustio/locust:(\\d+)\\.(\\d+)(?:\\.\\d+)?");

    /** Older agents of Locust have another protocol; see the agent's tests for the versions that are tried. */
    private static final int OLDEST_MINOR = 20;

    private LocalRules() {}

    /** The Locust version of an image; empty for images that are not Locust's own. */
    static Optional<String> locustVersion(String image) {
        return IMAGE.matcher(image).matches()
                ? Optional.of(image.substring(image.lastIndexOf(':') + 1))
                : Optional.empty();
    }

    static void check(CredentialDraft draft, Findings findings) {
        if (draft.kubeconfig() != null || draft.server() != null || draft.token() != null) {
            findings.error("/kind", "unexpected_field", "a credential of kind local has no fields but its name");
        }
    }

    static void check(Settings settings, Findings findings) {
        checkImage(settings.image().name(), findings);
        if (settings.mode() == Settings.Mode.INTERACTIVE) {
            findings.error(
                    "/mode",
                    "not_supported_here",
                    "interactive needs an environment on a Kubernetes cluster; this machine only runs autostart");
        }
        warn(settings.image().pullPolicy() != null, "image_pull_policy", findings);
        warn(!settings.image().pullSecrets().isEmpty(), "image_pull_secrets", findings);
        warn(!settings.envFrom().isEmpty(), "env_from", findings);
        warn(!settings.mounts().isEmpty(), "mounts", findings);
        warn(
                !isEmpty(settings.resources().master())
                        || !isEmpty(settings.resources().worker()),
                "resources",
                findings);
        warn(!settings.scheduling().equals(NO_SCHEDULING), "scheduling", findings);
        warn(settings.ingress().enabled(), "ingress", findings);
        warn(!settings.helmValues().isEmpty(), "helm_values", findings);
        warn(!settings.podTemplate().isEmpty(), "pod_template", findings);
        warn(
                settings.podMetadata().labels().values().stream().anyMatch(labels -> !labels.isEmpty()),
                "pod_labels",
                findings);
        warn(
                settings.podMetadata().annotations().values().stream().anyMatch(annotations -> !annotations.isEmpty()),
                "pod_annotations",
                findings);
    }

    private static final Settings.Scheduling NO_SCHEDULING =
            new Settings.Scheduling(Map.of(), List.of(), Map.of(), null, null);

    private static void checkImage(String image, Findings findings) {
        Matcher matcher = IMAGE.matcher(image);
        if (!matcher.matches()) {
            findings.error(
                    "/image",
                    "unsupported_image",
                    "this machine runs Locust from the package index, not from images; name the version as \"locustio/locust:2.47.0\"");
        } else if (!matcher.group(1).equals("2") || Integer.parseInt(matcher.group(2)) < OLDEST_MINOR) {
            findings.error(
                    "/image", "unsupported_version", "Locust must be 2.%d or later, and 2.x".formatted(OLDEST_MINOR));
        }
    }

    private static boolean isEmpty(RoleResources.Resources resources) {
        return resources.requests().isEmpty() && resources.limits().isEmpty();
    }

    private static void warn(boolean given, String field, Findings findings) {
        if (given) {
            findings.warning(
                    "/" + field,
                    "no_effect",
                    "%s has no effect on this machine; it needs a Kubernetes cluster".formatted(field));
        }
    }
}
