package io.loadplane.engine;

import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunEvent;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunQueue;
import io.loadplane.model.run.RunStatus;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** Runs that nobody drives: they are queued until somebody asks them to stop, and end at once then. */
@Singleton
@Replaces(RunTasks.class)
@Requires(property = "obedient-runs")
class ObedientRuns implements RunQueue {

    private final RunJournal journal;
    private final Clock clock;

    ObedientRuns(RunJournal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    @Override
    public void schedule(RunId id) {}

    @Override
    public void wake(RunId id) {
        RunJournal.Claimed claimed = journal.claim(id, new RunJournal.Owner("test", 1), clock.instant());
        if (claimed != null && claimed.run().stop() != null) {
            Run.Stop stop = claimed.run().stop();
            ReasonCode code = stop.replaced() ? ReasonCode.REPLACED : ReasonCode.STOPPED_BY_USER;
            Reason reason = Reason.of(code, "stopped by " + stop.by());
            Run ended = claimed.run().become(RunStatus.STOPPED, reason, clock.instant());
            journal.recordEnd(
                    ended, 1, RunJournal.Result.of(null), List.of(RunEvent.status(ended, RunEvent.ENGINE, "stopped")));
        }
    }
}
