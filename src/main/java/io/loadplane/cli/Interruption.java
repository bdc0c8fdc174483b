package io.loadplane.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What to do when this process is told to end (SIGINT, SIGTERM) while a command is at work. */
final class Interruption implements AutoCloseable {

    /** Long enough for users of a load to finish, and short enough for whoever pressed Ctrl-C. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final Thread hook;

    /** Something that lets the command come to its own end soon, whose exit code then holds. */
    Interruption(Runnable reaction, Exit otherwise) {
        this.hook = new Thread(() -> {
            reaction.run();
            Runtime.getRuntime().halt(awaitEnd(otherwise));
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Something to be said, and no more. */
    Interruption(Runnable farewell) {
        this.hook = new Thread(farewell);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The command has said all it has to say. */
    void endWith(int exitCode) {
        end.complete(exitCode);
    }

    private int awaitEnd(Exit otherwise) {
        try {
            return end.get(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            return otherwise.code();
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending; the hook goes on to halt it.
            end.complete(Exit.FAILED.code());
        }
    }
}
