package io.loadplane.engine;

import io.loadplane.model.Words;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunStatus;
import io.loadplane.model.run.Statistics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line, and one count, for every move of the runs that an owner drives; and what they measure on their way. */
final class TransitionLog {

    private static final Logger LOG = LoggerFactory.getLogger(TransitionLog.class);

    private final String owner;
    private final EngineFigures figures;
    private final LiveRuns live;

    TransitionLog(String owner, EngineFigures figures, LiveRuns live) {
        this.owner = owner;
        this.figures = figures;
        this.live = live;
    }

    /** The run goes on. */
    void seen(Run run, Statistics statistics) {
        live.seen(run, statistics);
    }

    /** The run came to where it is, and that is stored. */
    void moved(RunStatus from, Run run, String message) {
        figures.moved(run);
        if (run.status().isTerminal()) {
            live.forget(run.id());
        }
        Reason reason = run.reason();
        LOG.atInfo()
                .addKeyValue("run", run.id())
                .addKeyValue("from", Words.of(from))
                .addKeyValue("to", Words.of(run.status()))
                .addKeyValue("reason", reason == null ? "" : Words.of(reason.code()))
                .addKeyValue("environment", run.settings().environment())
                .addKeyValue("owner", owner)
                .log(message);
    }
}
