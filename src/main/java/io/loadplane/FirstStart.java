package io.loadplane;

import io.loadplane.service.EnvironmentService;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.inject.Singleton;

/** Where this machine may run load tests, it is an environment from the first start on. */
@Singleton
@Requires(property = "loadplane.local.enabled", value = "true")
class FirstStart {

    private final EnvironmentService environments;

    FirstStart(EnvironmentService environments) {
        this.environments = environments;
    }

    @EventListener
    void createLocalEnvironment(StartupEvent event) {
        environments.createLocal();
    }
}
