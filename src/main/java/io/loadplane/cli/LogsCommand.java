package io.loadplane.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The output of the master or of a worker. */
@Command(name = "logs", mixinStandardHelpOptions = true, description = "Prints what a run printed.")
final class LogsCommand implements Callable<Integer> {

    @Mixin
    private final RunArgument run = new RunArgument();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the run is over.")
    private boolean follow;

    @Nullable
    @Option(
            names = "--worker",
            paramLabel = "INDEX",
            description = "That of this worker, from 0; default: the master's.")
    private Integer worker;

    @Nullable
    @Option(names = "--tail", paramLabel = "N", description = "Only so many lines from the end.")
    private Integer tail;

    @Mixin
    private final AccessOptions service = new AccessOptions();

    @Override
    public Integer call() throws InterruptedException {
        String query = "?follow=" + follow
                + (worker == null ? "" : "&component=worker&index=" + worker)
                + (tail == null ? "" : "&tail=" + tail);
        service.api().copy(run.path() + "/logs" + query, service.out());
        return Exit.DONE.code();
    }
}
