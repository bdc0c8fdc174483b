package io.loadplane.model.comparison;

import io.loadplane.model.Durations;
import io.loadplane.model.Words;
import io.loadplane.model.comparison.ComparisonRules.Side;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Statistics;
import io.loadplane.model.run.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether two runs can be compared at all: both are sound, and had the same load. */
public final class Comparability {

    private final List<String> obstacles = new ArrayList<>();

    private Comparability() {}

    /** Nothing when they can. */
    public static List<String> obstacles(Side baseline, Side actual) {
        Comparability comparability = new Comparability();
        comparability.checkSound("the baseline", baseline);
        comparability.checkSound("the run", actual);
        comparability.checkSameLoad(baseline.run().settings(), actual.run().settings());
        comparability.checkSameShape(baseline.statistics(), actual.statistics());
        return comparability.obstacles;
    }

    private void checkSound(String which, Side side) {
        Run run = side.run();
        if (run.status() != RunStatus.COMPLETED) {
            obstacles.add("%s is %s, not completed".formatted(which, Words.of(run.status())));
        } else if (side.statistics() == null || !side.statistics().complete()) {
            obstacles.add("the result of %s is not complete".formatted(which));
        }
        if (run.validity().state() != Validity.State.VALID) {
            obstacles.add("the validity of %s is %s"
                    .formatted(which, Words.of(run.validity().state())));
        }
        if (run.settings().mode() == Settings.Mode.INTERACTIVE) {
            obstacles.add("the load of %s was driven by a person".formatted(which));
        }
    }

    private void checkSameLoad(Settings baseline, Settings actual) {
        Load before = baseline.load();
        Load after = actual.load();
        checkSame("users", before.users(), after.users());
        checkSame("spawn_rate", before.spawnRate(), after.spawnRate());
        checkSame("run_time", Durations.format(before.runTime()), Durations.format(after.runTime()));
        checkSame("replicas", baseline.replicas(), actual.replicas());
        checkSame("host", String.valueOf(before.host()), String.valueOf(after.host()));
        checkSame("tags", before.tags(), after.tags());
        checkSame("exclude_tags", before.excludeTags(), after.excludeTags());
        checkSame("user_classes", before.userClasses(), after.userClasses());
    }

    private void checkSameShape(@Nullable Statistics before, @Nullable Statistics after) {
        if (before == null || after == null) {
            return;
        }
        checkSame("load shape", String.valueOf(before.shape()), String.valueOf(after.shape()));
        if (obstacles.isEmpty()) {
            checkSame("users at most, for the load was changed while it was on", before.usersPeak(), after.usersPeak());
        }
    }

    private void checkSame(String what, Object before, Object after) {
        if (!Objects.equals(before, after)) {
            obstacles.add("%s: %s instead of %s".formatted(what, after, before));
        }
    }
}
