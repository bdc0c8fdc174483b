package io.loadplane.api.run;

import io.loadplane.api.live.Follower;
import io.loadplane.api.live.RunFeeds;
import io.loadplane.api.request.Parameters;
import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.Words;
import io.loadplane.model.access.Caller;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEntry;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStatus;
import io.loadplane.service.RunService;
import io.loadplane.service.TokenHolders;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Holds a request until its run has come far enough, which any replica may bring about. */
@Singleton
class RunWaits {

    private static final String TERMINAL = "terminal";
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** How late a lease is renewed, or a token found to be revoked, at most. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final RunService runs;
    private final RunFeeds feeds;
    private final TokenHolders holders;
    private final Clock clock;

    RunWaits(RunService runs, RunFeeds feeds, TokenHolders holders, Clock clock) {
        this.runs = runs;
        this.feeds = feeds;
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
        if (longest == null) {
            return run;
        }
        Run lookedAfter = renewed(run, caller);
        return reached(lookedAfter, goal)
                ? lookedAfter
                : await(lookedAfter, goal, clock.instant().plus(longest), caller);
    }

    /** However many wait, all of them cost one query per second; each reads its run again when its status has changed. */
    private Run await(Run found, @Nullable RunStatus goal, Instant end, Caller caller) {
        try (Follower follower = feeds.followNew(found.id())) {
            Run run = renewed(runs.find(found.id(), caller), caller);
            while (!reached(run, goal) && !follower.isClosed()) {
                Duration left = Duration.between(clock.instant(), end);
                if (!left.isPositive()) {
                    return runs.find(run.id(), caller);
                }
                List<RunEntry> entries = follower.next(left.compareTo(LOOK) < 0 ? left : LOOK);
                if (!holders.stillHeld(caller)) {
                    return run;
                }
                boolean moved =
                        entries.stream().anyMatch(entry -> entry instanceof RunEvent event && event.status() != null);
                run = renewed(moved ? runs.find(run.id(), caller) : run, caller);
            }
            return run;
        }
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
