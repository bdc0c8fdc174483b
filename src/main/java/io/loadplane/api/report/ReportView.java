package io.loadplane.api.report;

import io.loadplane.api.comparison.ComparisonView;
import io.loadplane.api.run.RunView;
import io.loadplane.api.run.SeriesView;
import io.loadplane.api.run.StatsView;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All that is told of a run, for programs.
 *
 * @param run with its verdict and criteria
 * @param stats the result, or the newest statistics; null when nothing was measured
 * @param comparison with the baseline of its load test; null when there is none, or when it is this run
 * @param series samples over time, at most about 500
 */
@Serdeable
@Schema(name = "Report")
public record ReportView(
        RunView run, @Nullable StatsView stats, @Nullable ComparisonView comparison, SeriesView series) {}
