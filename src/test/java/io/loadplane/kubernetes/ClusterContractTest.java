package io.loadplane.kubernetes;

import io.loadplane.model.cluster.Target;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.environment.EnvironmentStore;
import io.loadplane.testing.ClusterContract;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.TestCluster;
import io.loadplane.testing.TestService;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("io.loadplane.testing.TestCluster#available")
class ClusterContractTest implements ClusterContract {

    private static ClusterEnvironment environment;

    @BeforeAll
    static void prepare() {
        environment = ClusterEnvironment.create(
                TestService.shared().api(), TestCluster.shared().orElseThrow());
    }

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
                        .findByName(environment.name())
                        .orElseThrow());
    }
}
