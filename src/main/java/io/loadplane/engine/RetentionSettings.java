package io.loadplane.engine;

import io.loadplane.model.Durations;
import io.loadplane.model.StartFailure;
import io.loadplane.model.retention.PurgeStore;
import io.loadplane.model.retention.Retention;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How long what runs leave behind is kept where their environment says nothing; zero for ever.
 *
 * @param deliveries settled ones of webhooks, of whatever environment
 * @param audit what callers did, and did in vain
 * @param interval how often it is looked for what may go
 */
@ConfigurationProperties("loadplane.retention")
record RetentionSettings(
        Duration samples,
        Duration endpointSamples,
        Duration logs,
        Duration reports,
        Duration runs,
        Duration deliveries,
        Duration audit,
        Duration interval) {

    RetentionSettings {
        Duration least = Duration.ofDays(PurgeStore.AUDIT_KEPT_DAYS);
        if (!audit.isZero() && audit.compareTo(least) < 0) {
            throw new StartFailure(
                    "loadplane.retention.audit must be at least %s, or 0s for ever.".formatted(Durations.format(least)),
                    null);
        }
    }

    Retention overall() {
        return new Retention(samples, endpointSamples, logs, reports, runs);
    }
}
