package io.loadplane.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.Ids;
import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Observation;
import io.loadplane.model.cluster.Observation.Phase;
import io.loadplane.model.cluster.Placement;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.loadtest.Source;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every kind of target promises, whatever it is made of. */
public interface ClusterContract {

    TestService service();

    Target target();

    private Cluster cluster() {
        return service().bean(Targets.class).clusterOf(target());
    }

    private Deployment newDeployment() {
        RunId id = new RunId(service().bean(Ids.class).next(RunId.PREFIX));
        Placement placement = new Placement(id, target(), 2, "a-token-of-its-own");
        Source source = new Source(Requests.SCRIPT, Map.of(), Map.of(), List.of(), null);
        return new Deployment(placement, Fixtures.settings(), source);
    }

    @Test
    default void nothing_is_there_before_it_is_created() {
        Placement nowhere = newDeployment().placement();

        Observation seen = cluster().observe(nowhere);

        assertThat(seen.master().phase()).isEqualTo(Phase.ABSENT);
        assertThat(seen.workers()).isEmpty();
        assertThat(cluster().callAgent(nowhere, AgentCall.STATS).status()).isZero();
        assertThat(cluster().recoverFinal(nowhere)).isEmpty();
        assertThat(cluster().log(nowhere, RunLog.Component.MASTER, 0, 1000).content())
                .isEmpty();
        assertThat(cluster().delete(nowhere)).isTrue();
    }

    @Test
    default void whatever_is_repeated_happens_once_and_nothing_is_left_at_the_end() {
        Deployment deployment = newDeployment();
        Placement placement = deployment.placement();
        List<String> rendered = cluster().render(deployment);

        for (int i = 0; i < 3; i++) {
            cluster().createMaster(deployment, rendered);
        }
        await(() -> cluster().callAgent(placement, AgentCall.STATS).ok());
        for (int i = 0; i < 3; i++) {
            cluster().createWorkers(deployment, rendered);
        }
        await(() ->
                cluster().observe(placement).workers().stream().allMatch(worker -> worker.phase() == Phase.RUNNING));

        assertThat(cluster().observe(placement).master().phase()).isEqualTo(Phase.RUNNING);
        assertThat(cluster().observe(placement).workers()).hasSize(2);
        await(() -> stats(placement).contains("\"workers_connected\":2"));
        assertThat(cluster().log(placement, RunLog.Component.MASTER, 0, 100_000).content())
                .isNotEmpty();
        await(() -> cluster().delete(placement));
        await(() -> cluster().observe(placement).master().phase() == Phase.ABSENT);
        assertThat(cluster().delete(placement)).isTrue();
    }

    @Test
    default void a_master_that_is_told_to_end_leaves_its_final_record() {
        Deployment deployment = newDeployment();
        Placement placement = deployment.placement();
        List<String> rendered = cluster().render(deployment);
        cluster().createMaster(deployment, rendered);
        await(() -> cluster().callAgent(placement, AgentCall.STATS).ok());
        cluster().createWorkers(deployment, rendered);
        await(() -> stats(placement).contains("\"phase\":\"running\""));
        assertThat(cluster().recoverFinal(placement)).isEmpty();

        cluster().terminate(placement);
        cluster().terminate(placement);

        await(() -> cluster().recoverFinal(placement).length > 0);
        assertThat(new String(cluster().recoverFinal(placement), StandardCharsets.UTF_8))
                .contains("\"phase\":\"final\"", placement.id().value());
        await(() -> cluster().delete(placement));
    }

    private String stats(Placement placement) {
        return new String(cluster().callAgent(placement, AgentCall.STATS).body(), StandardCharsets.UTF_8);
    }

    @Test
    default void an_agent_answers_only_to_the_token_of_its_run() {
        Deployment deployment = newDeployment();
        Placement placement = deployment.placement();
        cluster().createMaster(deployment, cluster().render(deployment));
        await(() -> cluster().callAgent(placement, AgentCall.STATS).ok());

        Placement stranger = new Placement(placement.id(), target(), 2, "another-token");

        assertThat(cluster().callAgent(stranger, AgentCall.STATS).ok()).isFalse();
        assertThat(cluster().callAgent(stranger, AgentCall.STOP).ok()).isFalse();
        await(() -> cluster().delete(placement));
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(200))
                .until(condition);
    }
}
