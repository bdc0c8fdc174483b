package io.loadplane.model.environment;

import io.loadplane.model.Findings;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.policy.PolicyRules;

/** What an environment lets a definition say: where it runs, what it names, and how much it asks for. */
public final class PlaceRules {

    private PlaceRules() {}

    public static void check(Definition definition, Environment environment, Findings findings) {
        Settings settings = definition.settings();
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
        PolicyRules.check(definition, environment.policy(), environment.name(), findings);
    }
}
