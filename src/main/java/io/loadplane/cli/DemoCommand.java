package io.loadplane.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows one load test from beginning to end. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = "Runs one load test on this machine, then serves.")
public final class DemoCommand implements Callable<Integer> {

    @Override
    public Integer call() {
        return 0;
    }
}
