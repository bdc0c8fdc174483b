package io.loadplane.local;

import com.google.re2j.Pattern;
import io.loadplane.model.cluster.CriterionVariables;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.LocustArguments;
import io.loadplane.model.run.RunLog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Starts the components of one run. */
final class LocalLaunch {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration START_WAIT = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(10);

    /** What a process here may inherit from the service: how to find programs, certificates and the package index. */
    private static final Pattern INHERITED = Pattern.compile(
            "PATH|HOME|USER|LANG|LC_.*|TZ|TMPDIR|SSL_CERT_.*|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|PIP_.*|(?i:https?_proxy|no_proxy|all_proxy)");

    private final Deployment deployment;
    private final RunFolder folder;
    private final LocalSettings settings;

    LocalLaunch(Deployment deployment, RunFolder folder, LocalSettings settings) {
        this.deployment = deployment;
        this.folder = folder;
        this.settings = settings;
    }

    void startMaster(Ports ports) throws IOException {
        Map<String, String> role = new HashMap<>(CriterionVariables.of(deployment.settings()));
        role.put("LOADPLANE_WORKERS", Integer.toString(deployment.settings().replicas()));
        start("master", masterArguments(ports), role);
    }

    void startWorker(int index, Ports ports) throws IOException {
        String name = RunFolder.name(RunLog.Component.WORKER, index);
        start(name, workerArguments(name, ports), Map.of("LOADPLANE_INDEX", Integer.toString(index)));
    }

    /** The command of the master, as text for people. */
    String describeMaster() {
        return "process master: locust " + String.join(" ", masterArguments(new Ports(5557, 8089)));
    }

    /** The command of a worker, as text for people. */
    String describeWorker(int index) {
        String name = RunFolder.name(RunLog.Component.WORKER, index);
        return "process %s: locust %s".formatted(name, String.join(" ", workerArguments(name, new Ports(5557, 8089))));
    }

    private List<String> masterArguments(Ports ports) {
        return LocustArguments.master(
                script("master"),
                deployment.settings(),
                List.of(
                        "--master-bind-host",
                        LOOPBACK,
                        "--master-bind-port",
                        Integer.toString(ports.workers()),
                        "--web-host",
                        LOOPBACK,
                        "--web-port",
                        Integer.toString(ports.web())));
    }

    private List<String> workerArguments(String name, Ports ports) {
        return LocustArguments.worker(
                script(name),
                deployment.settings(),
                List.of("--master-host", LOOPBACK, "--master-port", Integer.toString(ports.workers())));
    }

    private String script(String name) {
        return folder.code(name).resolve("main.py").toString();
    }

    /** A component that was started before is left as it is, alive or not. */
    private void start(String name, List<String> arguments, Map<String, String> role) throws IOException {
        if (Files.exists(folder.pid(name))) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                settings.python(),
                folder.launcher().toString(),
                "--pid-file",
                folder.pid(name).toString(),
                "--phase-file",
                folder.phase(name).toString(),
                "--exit-file",
                folder.exit(name).toString(),
                "--cache",
                settings.cache().toString(),
                "--locust",
                LocalRules.locustVersion(deployment.settings().image().name()).orElseThrow(),
                "--requirements",
                folder.requirements().toString(),
                "--agent",
                folder.agent().toString(),
                "--"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.path().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(folder.log(name).toFile()));
        builder.environment().keySet().removeIf(variable -> !INHERITED.matches(variable));
        builder.environment().putAll(deployment.settings().env());
        builder.environment().putAll(environment(name));
        builder.environment().putAll(role);
        String index = deployment.target().pods().packageIndex();
        if (index != null) {
            builder.environment().put("LOADPLANE_PACKAGE_INDEX", index);
        }
        awaitStart(name, builder.start());
    }

    private Map<String, String> environment(String name) {
        return Map.of(
                "LOADPLANE_RUN_ID", deployment.id().value(),
                "LOADPLANE_TOKEN", deployment.placement().agentToken(),
                "LOADPLANE_BUNDLE", folder.bundle().toString(),
                "LOADPLANE_CODE_DIR", folder.code(name).toString(),
                "LOADPLANE_TERMINATION_FILE", folder.termination(name).toString(),
                "LOADPLANE_LOAD_TIMEOUT",
                        Long.toString(settings.scriptLoadTimeout().toSeconds()),
                "PYTHONUNBUFFERED", "1",
                "PYTHONDONTWRITEBYTECODE", "1",
                "PYTHONFAULTHANDLER", "1");
    }

    /** From the moment the pid file is there, any process can find the component again. */
    private void awaitStart(String name, Process process) throws IOException {
        long end = System.nanoTime() + START_WAIT.toNanos();
        while (!Files.exists(folder.pid(name))) {
            if (!process.isAlive() && !Files.exists(folder.pid(name))) {
                String output = Files.readString(folder.log(name), StandardCharsets.ISO_8859_1);
                throw new IOException("%s did not start: %s".formatted(settings.python(), output.strip()));
            }
            if (System.nanoTime() > end) {
                process.destroyForcibly();
                throw new IOException("%s did not start within %s".formatted(settings.python(), START_WAIT));
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }
}
