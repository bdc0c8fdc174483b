package io.loadplane.model.environment;

import io.loadplane.model.Findings;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.loadtest.Settings;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an environment lets definitions name. */
public final class PolicyRules {

    private PolicyRules() {}

    public static void check(Settings settings, Environment environment, Findings findings) {
        String credential = settings.clusterCredentialId();
        if (credential != null
                && CredentialId.parse(credential).filter(environment::allows).isEmpty()) {
            findings.error(
                    "/cluster_credential_id",
                    "credential_not_allowed",
                    "the environment \"%s\" does not allow this cluster credential; leave it out to use the environment's own"
                            .formatted(environment.name()));
        }
        if (settings.namespace() != null && !environment.allowsNamespace(settings.namespace())) {
            findings.error(
                    "/namespace",
                    "namespace_not_allowed",
                    "the environment \"%s\" runs in the namespace \"%s\"; leave namespace out to use it"
                            .formatted(environment.name(), environment.namespace()));
        }
        environment.limits().check(settings, environment.name(), findings);
        for (int i = 0; i < settings.envFrom().size(); i++) {
            Settings.EnvFrom from = settings.envFrom().get(i);
            checkSecret("/env_from/" + i + "/secret", from.secret(), environment, findings);
            checkConfigMap("/env_from/" + i + "/config_map", from.configMap(), environment, findings);
        }
        for (int i = 0; i < settings.mounts().size(); i++) {
            Settings.Mount mount = settings.mounts().get(i);
            checkSecret("/mounts/" + i + "/secret", mount.secret(), environment, findings);
            checkConfigMap("/mounts/" + i + "/config_map", mount.configMap(), environment, findings);
        }
        checkSecret("/ingress/tls_secret", settings.ingress().tlsSecret(), environment, findings);
    }

    public static void checkSecret(String pointer, @Nullable String name, Environment environment, Findings findings) {
        check(pointer, "Secret", name, environment.policy().allowedSecrets(), environment, findings);
    }

    public static void checkConfigMap(
            String pointer, @Nullable String name, Environment environment, Findings findings) {
        check(pointer, "ConfigMap", name, environment.policy().allowedConfigMaps(), environment, findings);
    }

    private static void check(
            String pointer,
            String kind,
            @Nullable String name,
            List<String> allowed,
            Environment environment,
            Findings findings) {
        if (name != null && allowed.stream().noneMatch(pattern -> matches(pattern, name))) {
            findings.error(
                    pointer,
                    "object_not_allowed",
                    "the environment \"%s\" does not allow the %s \"%s\"; it allows %s"
                            .formatted(
                                    environment.name(),
                                    kind,
                                    name,
                                    allowed.isEmpty() ? "none" : String.join(", ", allowed)));
        }
    }

    /** A star stands for any part of a name. */
    static boolean matches(String pattern, String name) {
        return name.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
    }
}
