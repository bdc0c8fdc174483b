package io.loadplane.model.cluster;

import io.loadplane.model.Installation;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.credential.CredentialStore;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentStore;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.Run;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Finds where a run happens, and the adapter that acts there. */
public final class Targets {

    private final EnvironmentStore environments;
    private final CredentialStore credentials;
    private final Clusters clusters;
    private final Installation installation;

    public Targets(
            EnvironmentStore environments, CredentialStore credentials, Clusters clusters, Installation installation) {
        this.installation = installation;
        this.environments = environments;
        this.credentials = credentials;
        this.clusters = clusters;
    }

    /** Where a run with those settings is or would be. Both exist: neither can be deleted while it is needed. */
    public Target of(Settings settings) {
        Environment environment =
                environments.findByName(settings.environment()).orElseThrow();
        CredentialId named = Optional.ofNullable(settings.clusterCredentialId())
                .map(CredentialId::new)
                .orElse(environment.credential());
        return of(
                credentials.find(named).orElseThrow(),
                Optional.ofNullable(settings.namespace()).orElse(environment.namespace()),
                environment);
    }

    /** Where runs of an environment happen that say nothing else. */
    public Target of(Environment environment) {
        return of(credentials.find(environment.credential()).orElseThrow(), environment.namespace(), environment);
    }

    private record Place(CredentialId credential, String namespace) {}

    /** Everywhere runs may be, each place once; those in namespaces that only a pattern allows are not known. */
    public Collection<Target> all() {
        Map<Place, Target> all = new LinkedHashMap<>();
        for (Environment environment : environments.all()) {
            for (CredentialId id : environment.credentials()) {
                credentials
                        .find(id)
                        .ifPresent(credential -> environment
                                .namespaces()
                                .forEach(namespace -> all.putIfAbsent(
                                        new Place(id, namespace), of(credential, namespace, environment))));
            }
        }
        return all.values();
    }

    public Target of(ClusterCredential credential, String namespace, Environment environment) {
        return new Target(credential, namespace, environment, installation);
    }

    /** Where a run is. */
    public Placement placementOf(Run run, String agentToken) {
        return new Placement(run.id(), of(run.settings()), run.settings().replicas(), agentToken);
    }

    public Cluster clusterOf(Target target) {
        return clusters.of(target.credential().kind());
    }
}
