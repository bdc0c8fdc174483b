package io.loadplane;

import io.loadplane.model.Home;
import io.loadplane.model.Ids;
import io.loadplane.model.Installation;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.Clusters;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.credential.CredentialStore;
import io.loadplane.model.environment.EnvironmentStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Secondary;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Collection;

/** The parts of the model that are the same everywhere, as beans: the model itself knows no framework. */
@Factory
class Beans {

    /** In milliseconds, as the API shows times and the database keeps them: a time read back equals the one written. A clock that is brought along goes before. */
    @Singleton
    @Bean
    @Secondary
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Singleton
    Ids ids(Clock clock) {
        return new Ids(clock, new SecureRandom());
    }

    @Singleton
    Home home(@Value("${loadplane.home}") String path) {
        return new Home(Path.of(path));
    }

    @Singleton
    Targets targets(
            EnvironmentStore environments, CredentialStore credentials, Clusters clusters, Installation installation) {
        return new Targets(environments, credentials, clusters, installation);
    }

    @Singleton
    Clusters clusters(Collection<Cluster> clusters) {
        return new Clusters(clusters);
    }
}
