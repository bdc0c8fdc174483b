package io.loadplane.api.run;

import io.loadplane.api.request.Parameters;
import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.Words;
import io.loadplane.model.access.Caller;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStatus;
import io.loadplane.service.RunService;
import io.loadplane.service.TokenHolders;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Holds a request until its run has come far enough. The run may be driven by any replica, so the database is asked. */
@Singleton
class RunWaits {

    private static final String TERMINAL = "terminal";
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(500);

    private final RunService runs;
    private final TokenHolders holders;
    private final Clock clock;

    RunWaits(RunService runs, TokenHolders holders, Clock clock) {
        this.runs = runs;
        this.holders = holders;
        this.clock = clock;
    }

    Run await(RunId id, @Nullable String wait, @Nullable String until, Caller caller) {
        Duration longest = Parameters.duration("wait", wait);
        RunStatus goal = goal(until);
        if (longest != null && longest.compareTo(LONGEST) > 0) {
            throw new InvalidRequest(Finding.inParameter("wait", "out_of_range", "wait must be at most 5m"));
        }
        Run run = runs.find(id, caller);
        if (longest != null) {
            run = renewed(run, caller);
        }
        Instant end = clock.instant().plus(longest == null ? Duration.ZERO : longest);
        while (!reached(run, goal) && clock.instant().isBefore(end)) {
            LockSupport.parkNanos(LOOK.toNanos());
            if (!holders.stillHeld(caller)) {
                return run;
            }
            run = renewed(runs.find(id, caller), caller);
        }
        return run;
    }

    /** Whoever waits for a run looks after it. */
    private Run renewed(Run run, Caller caller) {
        boolean due =
                run.lease() != null && !run.status().isTerminal() && run.lease().isDue(clock.instant());
        return due ? runs.lookAfter(run.id(), caller) : run;
    }

    private static @Nullable RunStatus goal(@Nullable String until) {
        if (until == null || until.equals(TERMINAL)) {
            return null;
        }
        return Words.parse(RunStatus.class, until)
                .orElseThrow(() -> new InvalidRequest(Finding.inParameter(
                        "until",
                        "unknown_value",
                        "until must be terminal or one of " + String.join(", ", Words.all(RunStatus.class)))));
    }

    /** A run never goes back, so a later status means that it passed the one that is waited for. */
    private static boolean reached(Run run, @Nullable RunStatus goal) {
        return run.status().isTerminal() || goal != null && run.status().compareTo(goal) >= 0;
    }
}
