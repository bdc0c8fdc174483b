package io.loadplane.model.environment;

import io.loadplane.model.Durations;
import io.loadplane.model.Findings;
import io.loadplane.model.loadtest.Settings;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much may go on in an environment at once; what is null is not limited. Runs above it wait.
 *
 * @param deadline how long a run may take altogether, whatever its definition says
 */
public record Limits(
        @Nullable Integer concurrentRuns,
        @Nullable Integer totalWorkers,
        @Nullable Integer totalUsers,
        @Nullable Duration deadline) {

    public static final Limits NONE = new Limits(null, null, null, null);

    /** What goes on there: runs that have left the queue and are not over. */
    public record Usage(long runs, long workers, long users) {

        public Usage plus(Settings settings) {
            return new Usage(
                    runs + 1,
                    workers + settings.replicas(),
                    users + settings.load().users());
        }
    }

    public boolean limitPlaces() {
        return concurrentRuns != null || totalWorkers != null || totalUsers != null;
    }

    /** Why there is no place for another run yet; empty when there is one. */
    public Optional<String> refusal(Usage usage, Settings wanted) {
        Usage then = usage.plus(wanted);
        if (concurrentRuns != null && then.runs() > concurrentRuns) {
            return Optional.of("%d of %d runs are active".formatted(usage.runs(), concurrentRuns));
        } else if (totalWorkers != null && then.workers() > totalWorkers) {
            return Optional.of("%d of %d workers are in use, and the run needs %d"
                    .formatted(usage.workers(), totalWorkers, wanted.replicas()));
        } else if (totalUsers != null && then.users() > totalUsers) {
            return Optional.of("%d of %d users are in use, and the run needs %d"
                    .formatted(usage.users(), totalUsers, wanted.load().users()));
        }
        return Optional.empty();
    }

    /** What could never run there, however long it waited. */
    void check(Settings settings, String environment, Findings findings) {
        if (totalWorkers != null && settings.replicas() > totalWorkers) {
            findings.error("/replicas", "limit_exceeded", exceeds(environment, totalWorkers + " workers at once"));
        }
        if (totalUsers != null && settings.load().users() > totalUsers) {
            findings.error("/users", "limit_exceeded", exceeds(environment, totalUsers + " users at once"));
        }
        Duration least = settings.load().runTime().plus(settings.load().stopTimeout());
        if (deadline != null && least.compareTo(deadline) > 0) {
            findings.error(
                    "/run_time",
                    "limit_exceeded",
                    exceeds(environment, "runs of " + Durations.format(deadline)) + "; run_time + stop_timeout is "
                            + Durations.format(least));
        }
    }

    /** When a run with those settings must be over here, however long it may take elsewhere. */
    public Duration deadlineOf(Settings settings) {
        return deadline == null || settings.deadline().compareTo(deadline) < 0 ? settings.deadline() : deadline;
    }

    private static String exceeds(String environment, String limit) {
        return "the environment \"%s\" allows at most %s".formatted(environment, limit);
    }
}
