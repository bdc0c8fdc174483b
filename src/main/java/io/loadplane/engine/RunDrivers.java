package io.loadplane.engine;

import io.loadplane.model.DatabaseState;
import io.loadplane.model.cluster.Targets;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunJournal;
import io.loadplane.model.run.RunStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes runs over and drives each for as long as this process owns it. */
@Singleton
class RunDrivers {

    private static final Logger LOG = LoggerFactory.getLogger(RunDrivers.class);

    private final RunJournal journal;
    private final RunStore runs;
    private final Targets targets;
    private final Wakeups wakeups;
    private final EngineSettings settings;
    private final EngineFigures figures;
    private final LiveRuns live;
    private final DatabaseState database;
    private final Clock clock;

    RunDrivers(
            RunJournal journal,
            RunStore runs,
            Targets targets,
            Wakeups wakeups,
            EngineSettings settings,
            EngineFigures figures,
            LiveRuns live,
            DatabaseState database,
            Clock clock) {
        this.journal = journal;
        this.runs = runs;
        this.targets = targets;
        this.wakeups = wakeups;
        this.settings = settings;
        this.figures = figures;
        this.live = live;
        this.database = database;
        this.clock = clock;
    }

    /** How driving a run came to an end here. */
    enum Ending {
        /** The run needs nothing more. */
        FINISHED,
        /** This process is about to end; somebody else must go on. */
        HANDED_OVER,
        /** Somebody else has already gone on. */
        LOST
    }

    Ending drive(RunId id, RunJournal.Owner owner) {
        RunJournal.Claimed claimed = journal.claim(id, owner, clock.instant());
        if (claimed == null) {
            return Ending.FINISHED;
        }
        return figures.driving(() -> drive(id, owner, claimed));
    }

    private Ending drive(RunId id, RunJournal.Owner owner, RunJournal.Claimed claimed) {
        try {
            RunDriver driver = driver(claimed, owner);
            Optional<Duration> pause = driver.advance();
            while (pause.isPresent()) {
                Duration longest = pause.get();
                if (!figures.pausing(longest, () -> wakeups.pause(id, longest))) {
                    return Ending.HANDED_OVER;
                }
                pause = driver.advance();
            }
            return Ending.FINISHED;
        } catch (RunJournal.OwnershipLost e) {
            LOG.atInfo().addKeyValue("run", id).log("another process drives the run now");
            return Ending.LOST;
        } finally {
            wakeups.forget(id);
            live.forget(id);
        }
    }

    private RunDriver driver(RunJournal.Claimed claimed, RunJournal.Owner owner) {
        RunSteps.Ownership ownership = new RunSteps.Ownership(
                owner.epoch(),
                settings.logLimit(),
                runs.statistics(claimed.run().id()).orElse(null),
                new TransitionLog(owner.name(), figures, live));
        RunSteps steps = new RunSteps(journal, targets, claimed, clock, ownership);
        RunPlanner planner = new RunPlanner(new RunPlanner.Patience(
                settings.startTimeout(),
                settings.idleTimeout(),
                steps.placement().target().pods().keepFailed()));
        return new RunDriver(planner, steps, settings.tick(), figures, database);
    }
}
