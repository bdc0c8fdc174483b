package io.loadplane.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.Findings;
import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.AgentReply;
import io.loadplane.model.cluster.Check;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Observation;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.cluster.Orphan;
import io.loadplane.model.cluster.Placement;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.credential.ClusterAccess;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialDraft;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.Outputs;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import io.loadplane.testing.Api;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cluster of the {@link Simulator} at the credential's server; holds nothing itself. */
@Singleton
@Requires(env = SimulatedCluster.ENVIRONMENT)
class SimulatedCluster implements Cluster {

    static final String ENVIRONMENT = "simulation";

    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    @Override
    public Set<ClusterCredential.Kind> kinds() {
        return Set.of(ClusterCredential.Kind.TOKEN);
    }

    @Override
    public Admitted admit(CredentialDraft draft, Findings findings) {
        if (draft.server() == null) {
            findings.error("/server", "required", "server is required");
        }
        String server = Objects.requireNonNullElse(draft.server(), "");
        return new Admitted(
                new ClusterCredential.Facts(server, null, null, null),
                new ClusterAccess(server, null, null, null, draft.token(), null, false));
    }

    @Override
    public List<Check> verify(Target target, boolean probe) {
        call(target, "GET", "", "");
        return List.of(new Check("simulator", Check.State.OK, "answers", null));
    }

    @Override
    public String permissions(Target target, boolean bootstrap) {
        return "";
    }

    @Override
    public String permissions(String namespace) {
        return "";
    }

    @Override
    public List<Orphan> orphans(Target target) {
        List<Orphan> orphans = new ArrayList<>();
        for (JsonNode run : tree(call(target, "GET", "", ""))) {
            orphans.add(new Orphan(
                    new RunId(run.path("id").asText()),
                    target.namespace(),
                    List.of("pretended"),
                    Instant.ofEpochMilli(run.path("created_at").asLong())));
        }
        return orphans;
    }

    @Override
    public void remove(Target target, Orphan orphan) {
        call(target, "DELETE", "/" + orphan.run(), "");
    }

    @Override
    public void check(Definition definition, Target target, Findings findings) {}

    @Override
    public String pythonOf(String image) {
        return "";
    }

    @Override
    public List<String> manifests(Deployment deployment) {
        return render(deployment);
    }

    @Override
    public List<String> render(Deployment deployment) {
        Settings settings = deployment.settings();
        return List.of(Api.JSON
                .createObjectNode()
                .put("replicas", settings.replicas())
                .put("users", settings.load().users())
                .put("run_time", settings.load().runTime().toMillis())
                .put("stop_timeout", settings.load().stopTimeout().toMillis())
                .put("outcome", settings.env().getOrDefault(Outcome.VARIABLE, Outcome.COMPLETES.name()))
                .toString());
    }

    @Override
    public void createMaster(Deployment deployment, List<String> rendered) {
        ObjectNode order = (ObjectNode) tree(rendered.getFirst());
        order.put("token", deployment.placement().agentToken());
        HttpResponse<byte[]> answer = call(deployment.placement(), "PUT", "/master", order.toString());
        if (answer.statusCode() == Simulator.REFUSED) {
            throw new ClusterException(
                    Reason.of(ReasonCode.QUOTA_EXCEEDED, "the simulated quota is used up"), new IOException());
        }
    }

    @Override
    public void createWorkers(Deployment deployment, List<String> rendered) {
        call(deployment.placement(), "PUT", "/workers", "");
    }

    @Override
    public Observation observe(Placement placement) {
        HttpResponse<byte[]> answer = call(placement, "GET", "", "");
        if (answer.statusCode() == 404) {
            return new Observation(Component.ABSENT, List.of());
        }
        JsonNode seen = tree(answer);
        List<Component> workers = new ArrayList<>();
        seen.path("workers").forEach(worker -> workers.add(component(worker)));
        return new Observation(component(seen.path("master")), workers);
    }

    private static Component component(JsonNode seen) {
        Reason failure = seen.path("failure").isNull()
                ? null
                : Reason.of(ReasonCode.valueOf(seen.path("failure").asText()), "as pretended");
        return new Component(
                Observation.Phase.valueOf(seen.path("phase").asText()),
                Instant.ofEpochMilli(seen.path("since").asLong()),
                null,
                failure);
    }

    @Override
    public AgentReply callAgent(Placement placement, AgentCall call) {
        String path = "/agent" + call.path().replace("/ctl/v1", "");
        HttpResponse<byte[]> answer = call(placement, call.method(), path, placement.agentToken());
        return answer.statusCode() == Simulator.NOBODY
                ? AgentReply.SILENCE
                : new AgentReply(answer.statusCode(), answer.body());
    }

    @Override
    public void terminate(Placement placement) {
        call(placement, "POST", "/signal", "");
    }

    @Override
    public RunLog log(Placement placement, RunLog.Component component, int index, int maxBytes) {
        return new RunLog(component, index, call(placement, "GET", "/log", "").body(), 0);
    }

    @Override
    public byte[] recoverFinal(Placement placement) {
        return call(placement, "GET", "/record", "").body();
    }

    @Override
    public boolean delete(Placement placement) {
        return call(placement, "DELETE", "", "").statusCode() == 200;
    }

    @Override
    public @Nullable Outputs outputs(Deployment deployment) {
        return null;
    }

    private HttpResponse<byte[]> call(Placement placement, String method, String path, String body) {
        return call(placement.target(), method, "/" + placement.id() + path, body);
    }

    private HttpResponse<byte[]> call(Target target, String method, String path, String body) {
        URI uri = URI.create(target.credential().facts().server() + "/runs" + path);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    private static ClusterException unreachable(Exception cause) {
        return new ClusterException(
                Reason.of(ReasonCode.CLUSTER_UNREACHABLE, "the simulated cluster does not answer: " + cause), cause);
    }

    private static JsonNode tree(HttpResponse<byte[]> answer) {
        return tree(new String(answer.body(), StandardCharsets.UTF_8));
    }

    private static JsonNode tree(String json) {
        try {
            return Api.JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
