package io.loadplane.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What to do when this process is told to end (SIGINT, SIGTERM) while a command is at work: something that lets the command
 * come to its own end soon, whose exit code then holds.
 */
final class Interruption implements AutoCloseable {

    /** Long enough for users of a load to finish, and short enough for whoever pressed Ctrl-C. */
    private static final long LONGEST_SECONDS = 30;

    private final CompletableFuture<Integer> end = new CompletableFuture<>();
    private final Thread hook;

    Interruption(Runnable reaction, Exit otherwise) {
        this.hook = new Thread(() -> {
            reaction.run();
            Runtime.getRuntime().halt(awaitEnd(otherwise));
        });
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** The command has said all it has to say. */
    void endWith(int exitCode) {
        end.complete(exitCode);
    }

    private int awaitEnd(Exit otherwise) {
        try {
            return end.get(LONGEST_SECONDS, TimeUnit.SECONDS);
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
