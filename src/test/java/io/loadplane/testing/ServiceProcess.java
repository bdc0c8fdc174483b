package io.loadplane.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The whole program in a process of its own, on its embedded database, so that it can be killed. */
public final class ServiceProcess implements AutoCloseable {

    private final Path home;
    private final int port;
    private final Map<String, String> settings;
    private volatile Process process;

    private ServiceProcess(Path home, int port, Map<String, String> settings) throws IOException {
        this.home = home;
        this.port = port;
        this.settings = settings;
        this.process = launch();
    }

    public static ServiceProcess start(Path home) throws IOException {
        return start(home, Map.of());
    }

    /** With further settings, as environment variables. */
    public static ServiceProcess start(Path home, Map<String, String> settings) throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return new ServiceProcess(home, free.getLocalPort(), settings);
        }
    }

    /** Starts it again after its end. */
    public void startAgain() throws IOException {
        process = launch();
    }

    /** A caller, as soon as the service answers. */
    public Api api() {
        Api stranger = new Api(URI.create("http://127.0.0.1:" + port), null);
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> stranger.get("/health/readiness").status() == 200);
        return api(Duration.ofMinutes(6));
    }

    /** A caller who finds out whether the service answers, and does not wait longer than that. */
    public Api api(Duration patience) {
        try {
            return new Api(
                    URI.create("http://127.0.0.1:" + port),
                    Files.readString(home.resolve("token")).strip(),
                    patience);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** What it has logged in all its lives. */
    public String log() throws IOException {
        return Files.readString(logFile());
    }

    private Path logFile() {
        return home.resolve("service-%d.log".formatted(port));
    }

    /** SIGKILL, without any chance to tidy up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM, as at a restart; false when it does not end in time. */
    public boolean terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor(30, TimeUnit.SECONDS);
    }

    /** SIGKILL for every process of the database. */
    public void killDatabase() throws IOException {
        Path pid = home.resolve("postgres/data/postmaster.pid");
        long postmaster = Long.parseLong(Files.readAllLines(pid).getFirst().strip());
        ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
        Stream.concat(server.descendants(), Stream.of(server)).toList().forEach(ProcessHandle::destroyForcibly);
        await().until(() -> !server.isAlive());
    }

    /** Whether a PostgreSQL is running on the home's data. */
    public boolean databaseRuns() {
        return Files.exists(home.resolve("postgres/data/postmaster.pid"));
    }

    private Process launch() throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "io.loadplane.Application",
                "serve");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()));
        builder.environment().put("LOADPLANE_HOME", home.toString());
        builder.environment().put("LOADPLANE_PORT", Integer.toString(port));
        builder.environment().put("LOADPLANE_LOCAL_CACHE", TestService.CACHE.toString());
        builder.environment().put("LOADPLANE_ENGINE_TICK", "500ms");
        builder.environment().put("LOADPLANE_RATE_LIMIT_REQUESTS_PER_MINUTE", "0");
        builder.environment().putAll(settings);
        return builder.start();
    }

    @Override
    public void close() throws InterruptedException {
        terminate();
        Runs.killAll(home);
    }
}
