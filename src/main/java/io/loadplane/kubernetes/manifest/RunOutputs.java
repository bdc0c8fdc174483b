package io.loadplane.kubernetes.manifest;

import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.Outputs;
import org.jspecify.annotations.Nullable;

/** Where people find a run in the cluster. */
public final class RunOutputs {

    /** Of the login to Locust's web page; the agent knows it too. */
    private static final String USER = "loadplane";

    private RunOutputs() {}

    public static Outputs of(Deployment deployment) {
        RunNames names = new RunNames(deployment.id());
        String namespace = deployment.target().namespace();
        boolean open = deployment.settings().hasWebPage();
        return new Outputs(
                namespace,
                open ? names.ui() : null,
                "kubectl -n %1$s port-forward %2$s %3$d:%3$d"
                        .formatted(
                                namespace,
                                open ? "service/" + names.ui() : "job/" + names.master(),
                                NetworkManifests.WEB),
                open ? url(deployment) : null,
                open ? USER : null,
                open ? deployment.placement().uiPassword() : null);
    }

    private static @Nullable String url(Deployment deployment) {
        Settings.Ingress ingress = deployment.settings().ingress();
        boolean tls = ingress.tlsSecret() != null || deployment.target().pods().certificateIssuer() != null;
        return !ingress.enabled() || ingress.hostname() == null
                ? null
                : "%s://%s%s".formatted(tls ? "https" : "http", ingress.hostname(), ingress.path());
    }
}
