package io.loadplane.api.environment;

import io.loadplane.model.retention.Retention;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long what runs leave behind is kept after their end, at least 1h; 0s for ever, null as the service is set. Runs
 * that are to be kept are exempt.
 *
 * @param samples totals over time
 * @param endpointSamples statistics with endpoints over time
 * @param logs what the processes printed
 * @param reports Locust's own reports
 * @param runs the runs, with their results and all that is left of them
 */
@Serdeable
@Schema(name = "Retention")
record RetentionBody(
        @Nullable @Schema(type = "string", example = "30d") Duration samples,
        @Nullable @Schema(type = "string", example = "7d") Duration endpointSamples,
        @Nullable @Schema(type = "string", example = "30d") Duration logs,
        @Nullable @Schema(type = "string", example = "90d") Duration reports,
        @Nullable @Schema(type = "string", example = "365d") Duration runs) {

    Retention toRetention() {
        return new Retention(samples, endpointSamples, logs, reports, runs);
    }

    static RetentionBody of(Retention retention) {
        return new RetentionBody(
                retention.samples(),
                retention.endpointSamples(),
                retention.logs(),
                retention.reports(),
                retention.runs());
    }
}
