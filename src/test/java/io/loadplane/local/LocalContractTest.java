package io.loadplane.local;

import io.loadplane.model.cluster.Target;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.EnvironmentStore;
import io.loadplane.testing.ClusterContract;
import io.loadplane.testing.TestService;

class LocalContractTest implements ClusterContract {

    @Override
    public TestService service() {
        return TestService.shared();
    }

    @Override
    public Target target() {
        return service()
                .bean(Targets.class)
                .of(service()
                        .bean(EnvironmentStore.class)
                        .findByName(Environment.LOCAL)
                        .orElseThrow());
    }
}
