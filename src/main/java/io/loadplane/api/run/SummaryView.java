package io.loadplane.api.run;

import io.loadplane.model.run.Summary;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * Figures over all endpoints. Times in ms, rates per second.
 *
 * @param requests since the start
 * @param failures failed ones among them
 * @param failureRatio failures / requests, from 0 to 1
 * @param rps requests per second, averaged over the run
 * @param avg average response time
 * @param min shortest response time
 * @param max longest response time
 * @param p50 median response time
 * @param p90 90th percentile
 * @param p95 95th percentile
 * @param p99 99th percentile
 * @param usersPeak most users at one time
 */
@Serdeable
@Schema(name = "Summary")
record SummaryView(
        long requests,
        long failures,
        double failureRatio,
        double rps,
        double avg,
        double min,
        double max,
        double p50,
        double p90,
        double p95,
        double p99,
        int usersPeak) {

    static SummaryView of(Summary summary) {
        return new SummaryView(
                summary.requests(),
                summary.failures(),
                summary.failureRatio(),
                summary.rps(),
                summary.avg(),
                summary.min(),
                summary.max(),
                summary.p50(),
                summary.p90(),
                summary.p95(),
                summary.p99(),
                summary.usersPeak());
    }
}
