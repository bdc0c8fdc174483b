package io.loadplane;

import io.loadplane.service.EnvironmentService;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where this machine may run load tests, it is an environment from the first start on. */
@Singleton
@Requires(property = "loadplane.local.enabled", value = "true")
class FirstStart {

    private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

    private final EnvironmentService environments;

    FirstStart(EnvironmentService environments) {
        this.environments = environments;
    }

    @EventListener
    void createLocalEnvironment(StartupEvent event) {
        environments.createLocal();
        LOG.info(
                "Load tests of the environment \"local\" run on this machine as the user \"{}\": their scripts can read and do"
                        + " whatever that user can, Loadplane's own keys included. LOADPLANE_LOCAL_ENABLED=false turns it off.",
                System.getProperty("user.name"));
    }
}
