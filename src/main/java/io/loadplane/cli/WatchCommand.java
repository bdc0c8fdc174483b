package io.loadplane.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A run that somebody started, to its end. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        description =
                "Shows a run until it is over, and ends as run --wait does; the run goes on if this is interrupted.")
final class WatchCommand implements Callable<Integer> {

    @Mixin
    private final RunArgument run = new RunArgument();

    @Mixin
    private final WaitOptions waiting = new WaitOptions();

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws InterruptedException {
        waiting.check();
        return waiting.follow(service, service.api(), run.id()).code();
    }
}
