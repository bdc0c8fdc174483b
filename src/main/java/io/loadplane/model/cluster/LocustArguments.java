package io.loadplane.model.cluster;

import io.loadplane.model.Durations;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.loadtest.Settings;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of Locust in master and workers, the same on every target. Options are given as arguments because
 * the variable for tags takes a form of its own, and because user classes are needed on both sides.
 */
public final class LocustArguments {

    /** The engine gives up on missing workers first; this only ends a master whose control plane is gone. */
    private static final Duration EXTRA_WAIT = Duration.ofMinutes(2);

    private LocustArguments() {}

    /**
     * @param options where to listen, which differs by target
     */
    public static List<String> master(String script, Settings settings, List<String> options) {
        Load load = settings.load();
        List<String> arguments = new ArrayList<>(List.of("-f", script, "--master", "--enable-rebalancing"));
        arguments.addAll(options);
        if (settings.mode() == Settings.Mode.AUTOSTART) {
            arguments.addAll(List.of("--autostart", "--expect-workers", Integer.toString(settings.replicas())));
            arguments.addAll(List.of(
                    "--expect-workers-max-wait", seconds(settings.workersWait().plus(EXTRA_WAIT))));
        }
        arguments.addAll(List.of("-u", Integer.toString(load.users())));
        arguments.addAll(List.of("-r", BigDecimal.valueOf(load.spawnRate()).toPlainString()));
        arguments.addAll(List.of("-t", Durations.format(load.runTime())));
        arguments.addAll(List.of("--stop-timeout", seconds(load.stopTimeout())));
        arguments.addAll(List.of("--exit-code-on-error", "0"));
        if (load.host() != null) {
            arguments.addAll(List.of("-H", load.host()));
        }
        return withSelection(arguments, load);
    }

    /**
     * @param options where the master is, which differs by target
     */
    public static List<String> worker(String script, Settings settings, List<String> options) {
        List<String> arguments = new ArrayList<>(List.of("-f", script, "--worker"));
        arguments.addAll(options);
        return withSelection(arguments, settings.load());
    }

    /** Tags take all words up to the next option, so user classes come last and behind "--". */
    private static List<String> withSelection(List<String> arguments, Load load) {
        arguments.addAll(List.of("--only-summary", "--loglevel", "INFO"));
        if (!load.tags().isEmpty()) {
            arguments.add("--tags");
            arguments.addAll(load.tags());
        }
        if (!load.excludeTags().isEmpty()) {
            arguments.add("--exclude-tags");
            arguments.addAll(load.excludeTags());
        }
        if (!load.userClasses().isEmpty()) {
            arguments.add("--");
            arguments.addAll(load.userClasses());
        }
        return arguments;
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
