package io.loadplane.local;

import io.loadplane.model.Findings;
import io.loadplane.model.Ids;
import io.loadplane.model.PrivateFile;
import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.AgentOutput;
import io.loadplane.model.cluster.AgentReply;
import io.loadplane.model.cluster.Bundle;
import io.loadplane.model.cluster.Check;
import io.loadplane.model.cluster.Cluster;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Observation;
import io.loadplane.model.cluster.Orphan;
import io.loadplane.model.cluster.Placement;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialDraft;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.run.Outputs;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * This machine as a cluster. All that is known of a run lies in its folder, so that any later process finds it again;
 * its processes belong to nobody and write to files, so that they outlive whoever started them.
 */
@Singleton
@Requires(property = "loadplane.local.enabled", value = "true")
class LocalCluster implements Cluster {

    private static final List<String> PROGRAMS =
            List.of("launch.py", "agent.py", "agent_script.py", "agent_result.py", "agent_delay.py");

    private final LocalSettings settings;
    private final LocalAgent agent = new LocalAgent();
    private final Ids ids;

    LocalCluster(LocalSettings settings, Ids ids) {
        this.settings = settings;
        this.ids = ids;
    }

    @Override
    public Set<ClusterCredential.Kind> kinds() {
        return Set.of(ClusterCredential.Kind.LOCAL);
    }

    @Override
    public Admitted admit(CredentialDraft draft, Findings findings) {
        LocalRules.check(draft, findings);
        return Admitted.NOTHING;
    }

    @Override
    public List<Check> verify(Target target, boolean probe) {
        return List.of(PythonProbe.check(settings.python()));
    }

    @Override
    public String permissions(Target target, boolean bootstrap) {
        return permissions(target.namespace());
    }

    @Override
    public String permissions(String namespace) {
        return "# This machine needs no permissions: load tests run as the user of Loadplane.\n";
    }

    @Override
    public List<Orphan> orphans(Target target) {
        return List.of();
    }

    @Override
    public void remove(Target target, Orphan orphan) {
        throw new IllegalStateException("this machine has no orphans");
    }

    @Override
    public void check(Definition definition, Target target, Findings findings) {
        LocalRules.check(definition.settings(), findings);
    }

    @Override
    public String pythonOf(String image) {
        return "";
    }

    @Override
    public List<String> manifests(Deployment deployment) {
        List<String> manifests = new ArrayList<>();
        manifests.add(launch(deployment).describeMaster());
        for (int i = 0; i < deployment.settings().replicas(); i++) {
            manifests.add(launch(deployment).describeWorker(i));
        }
        return manifests;
    }

    @Override
    public List<String> render(Deployment deployment) {
        return List.of("{}");
    }

    @Override
    public void createMaster(Deployment deployment, List<String> rendered) {
        act("start the master", () -> {
            RunFolder folder = folder(deployment.id());
            PrivateFile.createFolder(folder.path());
            for (String program : PROGRAMS) {
                copyResource(program, folder.path().resolve(program));
            }
            write(folder.bundle(), Bundle.of(deployment.source()));
            write(folder.requirements(), deployment.source().requirementLines().getBytes(StandardCharsets.UTF_8));
            launch(deployment).startMaster(Ports.of(folder, ids.random()));
        });
    }

    @Override
    public void createWorkers(Deployment deployment, List<String> rendered) {
        act("start the workers", () -> {
            Ports ports = Ports.read(folder(deployment.id()).ports());
            for (int i = 0; i < deployment.settings().replicas(); i++) {
                launch(deployment).startWorker(i, ports);
            }
        });
    }

    @Override
    public Observation observe(Placement placement) {
        LocalObserver observer = new LocalObserver(placement.id(), folder(placement.id()));
        return attempt("look at its processes", () -> observer.observe(placement.replicas()));
    }

    @Override
    public AgentReply callAgent(Placement placement, AgentCall call) {
        return attempt("call the agent", () -> {
            Path ports = folder(placement.id()).ports();
            return Files.exists(ports)
                    ? agent.call(Ports.read(ports).web(), placement.agentToken(), call)
                    : AgentReply.SILENCE;
        });
    }

    @Override
    public void terminate(Placement placement) {
        Path master = folder(placement.id()).pid("master");
        act("end the master", () -> Processes.terminate(placement.id(), LocalObserver.readPid(master)));
    }

    @Override
    public RunLog log(Placement placement, RunLog.Component component, int index, int maxBytes) {
        Path file = folder(placement.id()).log(RunFolder.name(component, index));
        return attempt("read its output", () -> {
            if (!Files.exists(file)) {
                return new RunLog(component, index, new byte[0], 0);
            }
            try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
                // Records of the agent do not count: with many endpoints they alone would fill the log.
                long from = Math.max(0, log.length() - 4L * maxBytes);
                byte[] content = new byte[(int) (log.length() - from)];
                log.seek(from);
                log.readFully(content);
                byte[] printed = AgentOutput.withoutRecords(content);
                int left = Math.max(0, printed.length - maxBytes);
                return new RunLog(component, index, Arrays.copyOfRange(printed, left, printed.length), from + left);
            }
        });
    }

    @Override
    public byte[] recoverFinal(Placement placement) {
        Path log = folder(placement.id()).log("master");
        return attempt("read the master's output", () -> {
            if (!Files.exists(log)) {
                return new byte[0];
            }
            // Scripts may print bytes that are no UTF-8; this reader replaces them instead of giving up.
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(log), StandardCharsets.UTF_8))) {
                return AgentOutput.finalRecord(lines.lines());
            }
        });
    }

    @Override
    public boolean delete(Placement placement) {
        RunFolder folder = folder(placement.id());
        act("remove its processes and files", () -> {
            Processes.killAll(placement.id(), LocalObserver.leaders(folder));
            folder.delete();
        });
        return true;
    }

    @Override
    public @Nullable Outputs outputs(Deployment deployment) {
        return null;
    }

    private LocalLaunch launch(Deployment deployment) {
        return new LocalLaunch(deployment, folder(deployment.id()), settings);
    }

    private RunFolder folder(RunId id) {
        return RunFolder.of(settings.runs(), id);
    }

    private static void copyResource(String name, Path target) throws IOException {
        try (InputStream resource = LocalCluster.class.getResourceAsStream("/locust/" + name)) {
            write(target, Objects.requireNonNull(resource, name).readAllBytes());
        }
    }

    /** Whole or not at all: an interrupted creation is simply repeated. */
    private static void write(Path target, byte[] content) throws IOException {
        Path draft = target.resolveSibling("." + target.getFileName());
        Files.write(draft, content);
        Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }

    private interface Act {
        void make() throws IOException;
    }

    private static void act(String what, Act act) {
        attempt(what, () -> {
            act.make();
            return what;
        });
    }

    private interface Attempt<T> {
        T make() throws IOException;
    }

    private static <T> T attempt(String what, Attempt<T> attempt) {
        try {
            return attempt.make();
        } catch (IOException | RuntimeException e) {
            // Files of a run may be spoilt by its script, which runs as the same user.
            String message = "this machine could not %s: %s".formatted(what, e.getMessage());
            throw new ClusterException(Reason.of(ReasonCode.ADMISSION_REJECTED, message), e);
        }
    }
}
