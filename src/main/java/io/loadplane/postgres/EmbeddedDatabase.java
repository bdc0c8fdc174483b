package io.loadplane.postgres;

import com.google.re2j.Pattern;
import io.loadplane.model.Home;
import io.loadplane.model.Ids;
import io.loadplane.model.PrivateFile;
import io.loadplane.model.StartFailure;
import io.loadplane.model.Vital;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that comes with Loadplane, for those who name none. Its data stays under {@code LOADPLANE_HOME} from
 * start to start. The library behind it is made for tests: it switches durability off and trusts every local user, so
 * both are set right here (scripts under test run on this machine too).
 */
@Singleton
class EmbeddedDatabase implements Vital {

    static final String USER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    /** Recovery after a crash replays what was not yet written; that may take a while. */
    private static final Duration START_WAIT = Duration.ofMinutes(3);

    /** PostgreSQL stops when it cannot write its log, so there must be some room left. */
    private static final long ENOUGH_SPACE = 64L << 20;

    private static final Duration RESTART_PAUSE = Duration.ofSeconds(5);
    private static final Pattern PID = Pattern.compile("\\d{1,18}");
    private static final Duration ORPHAN_STOP_WAIT = Duration.ofSeconds(60);

    private final Path folder;
    private final Ids ids;
    private @Nullable FileLock ownership;
    private volatile @Nullable EmbeddedPostgres server;
    private boolean stopping;
    private String password = "";

    EmbeddedDatabase(Home home, Ids ids) {
        this.folder = home.resolve("postgres");
        this.ids = ids;
    }

    /** Starts the server, once; later calls return the same. */
    synchronized String url() {
        if (server == null) {
            server = start(0);
            watch();
        }
        return "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(server.getPort());
    }

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public @Nullable String trouble() {
        try {
            return server == null || Files.getFileStore(folder).getUsableSpace() >= ENOUGH_SPACE
                    ? null
                    : "The disk of the embedded database is full.";
        } catch (IOException e) {
            LOG.warn("the disk of the embedded PostgreSQL cannot be looked at", e);
            return "The disk of the embedded database does not answer.";
        }
    }

    String password() {
        return password;
    }

    /**
     * @param port 0 for any free one
     */
    private EmbeddedPostgres start(int port) {
        try {
            PrivateFile.createFolder(folder);
            ownership = ownership == null ? takeOwnership() : ownership;
            stopOrphan();
            Path passwordFile = folder.resolve("password");
            password = PrivateFile.readOrCreate(passwordFile, ids::secret);
            LOG.info("starting the embedded PostgreSQL in {}", folder);
            return EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("data"))
                    .setOverrideWorkingDirectory(folder.resolve("bin").toFile())
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setRegisterShutdownHook(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    .setServerConfig("max_connections", "50")
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("auth-host", "scram-sha-256")
                    .setLocaleConfig("auth-local", "scram-sha-256")
                    .setLocaleConfig("pwfile", passwordFile.toString())
                    .setConnectConfig("password", password)
                    .setPGStartupWait(START_WAIT)
                    .setOutputRedirector(
                            Redirect.appendTo(folder.resolve("server.log").toFile()))
                    .setErrorRedirector(
                            Redirect.appendTo(folder.resolve("server.log").toFile()))
                    .start();
        } catch (IOException | IllegalStateException e) {
            throw new StartFailure(
                    "The embedded PostgreSQL cannot run here (%s; as root it needs user namespaces). Start Loadplane as another user, or name a database with LOADPLANE_DATABASE_URL, LOADPLANE_DATABASE_USER and LOADPLANE_DATABASE_PASSWORD."
                            .formatted(e.getMessage()),
                    e);
        }
    }

    /** A server that dies while it is needed is started again where its clients look for it. */
    private void watch() {
        try {
            runningServer().ifPresent(process -> process.onExit().thenRun(this::restart));
        } catch (IOException e) {
            LOG.warn("the embedded PostgreSQL cannot be watched", e);
        }
    }

    private synchronized void restart() {
        EmbeddedPostgres dead = server;
        if (dead == null || stopping) {
            return;
        }
        LOG.warn("the embedded PostgreSQL has died; starting it again");
        try {
            dead.close();
            server = start(dead.getPort());
            watch();
        } catch (IOException | StartFailure e) {
            LOG.error("the embedded PostgreSQL does not start again; trying once more soon", e);
            CompletableFuture.delayedExecutor(RESTART_PAUSE.toSeconds(), TimeUnit.SECONDS)
                    .execute(this::restart);
        }
    }

    /** Held until this process ends, however it ends: whoever gets it knows that a server in the folder is an orphan. */
    private FileLock takeOwnership() throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("owner.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("another part of this process holds the lock", e);
        }
        channel.close();
        throw new StartFailure(
                "Another Loadplane is using %s. Stop it, or set LOADPLANE_HOME to another folder.".formatted(folder),
                null);
    }

    /** A server that outlived its Loadplane is stopped cleanly: it may run an older version, or without our settings. */
    private void stopOrphan() throws IOException {
        Optional<ProcessHandle> orphan = runningServer();
        if (orphan.isEmpty()) {
            return;
        }
        LOG.info(
                "stopping the PostgreSQL (pid {}) that an earlier Loadplane left behind",
                orphan.get().pid());
        new ProcessBuilder("sh", "-c", "kill -INT " + orphan.get().pid()).start();
        try {
            orphan.get().onExit().get(ORPHAN_STOP_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while an earlier PostgreSQL stopped", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "PostgreSQL with pid %d does not stop"
                            .formatted(orphan.get().pid()),
                    e);
        }
    }

    /** The pid file survives crashes and its number may be another process by now, so the process must be at our data. */
    private Optional<ProcessHandle> runningServer() throws IOException {
        Path pidFile = folder.resolve("data").resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return Optional.empty();
        }
        String pid = Files.readAllLines(pidFile).stream().findFirst().orElse("").strip();
        return PID.matcher(pid).matches()
                ? ProcessHandle.of(Long.parseLong(pid))
                        .filter(ProcessHandle::isAlive)
                        .filter(this::servesOurData)
                : Optional.empty();
    }

    private boolean servesOurData(ProcessHandle process) {
        return process.info()
                .commandLine()
                .orElse("")
                .contains(folder.resolve("data").toString());
    }

    @PreDestroy
    synchronized void stop() throws IOException {
        stopping = true;
        if (server != null) {
            server.close();
        }
        if (ownership != null) {
            ownership.channel().close();
        }
    }
}
