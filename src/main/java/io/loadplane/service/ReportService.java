package io.loadplane.service;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.Page;
import io.loadplane.model.access.Caller;
import io.loadplane.model.report.Report;
import io.loadplane.model.run.Run;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunStore;
import io.loadplane.model.run.Statistics;
import jakarta.inject.Singleton;

/** Brings together what reports tell of runs. */
@Singleton
public class ReportService {

    private final RunService shown;
    private final ComparisonService comparisons;
    private final RunStore runs;

    ReportService(RunService shown, ComparisonService comparisons, RunStore runs) {
        this.shown = shown;
        this.comparisons = comparisons;
        this.runs = runs;
    }

    /** What there is of a run, also while it is on. */
    public Report find(RunId id, Caller caller) {
        Run run = shown.find(id, caller);
        Statistics statistics = runs.statistics(id).orElse(null);
        return new Report(
                run,
                statistics,
                comparisons.compareWithBaseline(run, statistics).orElse(null),
                runs.samples(id),
                runs.events(id, new Page.Request(Report.MAX_EVENTS, null)).items());
    }

    /** A report that judges, which there is only of a run that is over. */
    public Report findEnded(RunId id, Caller caller) {
        Report report = find(id, caller);
        if (!report.run().status().isTerminal()) {
            throw ControlPlaneException.conflict("run_active", "The run is not over, so it is not judged yet.");
        }
        return report;
    }

    /** Locust's own report of a run that is over. */
    public byte[] findOfLocust(RunId id, Caller caller) {
        Run run = shown.find(id, caller);
        return runs.report(id)
                .orElseThrow(() -> new ControlPlaneException(
                        ControlPlaneException.Kind.NOT_FOUND,
                        "no_report",
                        run.status().isTerminal()
                                ? "The run left no report of Locust; status_reason says why."
                                : "Locust's report is there when the run is over."));
    }
}
