package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.Clusters;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.credential.CredentialStore;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentId;
import io.loadplane.model.environment.EnvironmentStore;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where runs can happen. */
@Singleton
public class EnvironmentService {

    private final EnvironmentStore environments;
    private final CredentialStore credentials;
    private final Clusters clusters;
    private final Ids ids;

    EnvironmentService(EnvironmentStore environments, CredentialStore credentials, Clusters clusters, Ids ids) {
        this.environments = environments;
        this.credentials = credentials;
        this.clusters = clusters;
        this.ids = ids;
    }

    public Page<Environment> list(Page.Request page) {
        return environments.list(page);
    }

    public Environment find(EnvironmentId id) {
        return environments.find(id).orElseThrow(() -> ControlPlaneException.notFound("environment", id));
    }

    /** The environment of that name, or the default one when none is named. */
    public Optional<Environment> choose(@Nullable String name) {
        return name == null ? environments.findDefault() : environments.findByName(name);
    }

    public Cluster clusterOf(Environment environment) {
        ClusterCredential credential =
                credentials.find(environment.credential()).orElseThrow();
        return clusters.of(credential.kind());
    }

    /** Makes this machine the default environment, at the first start only. */
    @Transactional
    public void createLocal() {
        if (environments.findByName(Environment.LOCAL).isPresent()) {
            return;
        }
        Instant now = ids.clock().instant();
        CredentialId credential = new CredentialId(ids.next(CredentialId.PREFIX));
        credentials.insert(new ClusterCredential(credential, Environment.LOCAL, ClusterCredential.Kind.LOCAL, 1, now));
        environments.insert(new Environment(
                new EnvironmentId(ids.next(EnvironmentId.PREFIX)),
                Environment.LOCAL,
                environments.findDefault().isEmpty(),
                credential,
                Environment.LOCAL,
                Map.of(),
                now));
    }
}
