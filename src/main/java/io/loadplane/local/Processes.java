package io.loadplane.local;

import io.loadplane.model.run.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Finds and ends the processes of runs. A process belongs to a run if its environment says so: numbers are reused, and
 * scripts start processes of their own, but the environment is inherited and cannot be somebody else's by accident.
 */
final class Processes {

    private static final Path PROC = Path.of("/proc");
    private static final Duration KILL_WAIT = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(20);

    private Processes() {}

    /** Whether this very process of the run is alive. */
    static boolean isAlive(RunId id, long pid) {
        return pid > 0 && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && belongsTo(id, pid);
    }

    /** SIGTERM, if this is a process of the run. */
    static void terminate(RunId id, long pid) {
        if (isAlive(id, pid)) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
        }
    }

    /** Ends every process of the run, with all that scripts have started, and waits until none is left. */
    static void killAll(RunId id, List<Long> leaders) throws IOException {
        for (long leader : leaders) {
            if (isAlive(id, leader)) {
                // Found first: once its parent is gone, nothing tells any more whose a detached process was.
                List<ProcessHandle> descendants = ProcessHandle.of(leader).stream()
                        .flatMap(ProcessHandle::descendants)
                        .toList();
                signalGroup(leader);
                descendants.forEach(ProcessHandle::destroyForcibly);
            }
        }
        long end = System.nanoTime() + KILL_WAIT.toNanos();
        List<Long> left = processesOf(id);
        while (!left.isEmpty() || leaders.stream().anyMatch(leader -> isAlive(id, leader))) {
            left.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            if (System.nanoTime() > end) {
                throw new IOException("processes %s of %s do not end".formatted(left, id));
            }
            LockSupport.parkNanos(LOOK.toNanos());
            left = processesOf(id);
        }
    }

    private static void signalGroup(long leader) throws IOException {
        Process kill = new ProcessBuilder("sh", "-c", "kill -KILL -- -" + leader)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            kill.waitFor(KILL_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Long> processesOf(RunId id) throws IOException {
        if (!Files.isDirectory(PROC)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(PROC)) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::parseLong)
                    .filter(pid -> environmentSays(id, pid))
                    .toList();
        }
    }

    private static boolean belongsTo(RunId id, long pid) {
        return !Files.isDirectory(PROC) || environmentSays(id, pid);
    }

    /** Gone, another user's, or a dead one that nobody has reaped: all read as no. */
    private static boolean environmentSays(RunId id, long pid) {
        try {
            byte[] environment =
                    Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
            String text = "\0" + new String(environment, StandardCharsets.ISO_8859_1);
            return text.contains("\0LOADPLANE_RUN_ID=" + id + "\0");
        } catch (IOException e) {
            return false;
        }
    }
}
