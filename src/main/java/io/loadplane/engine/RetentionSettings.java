package io.loadplane.engine;

import io.loadplane.model.retention.Retention;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How long what runs leave behind is kept where their environment says nothing; zero for ever.
 *
 * @param deliveries settled ones of webhooks, of whatever environment
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
        Duration interval) {

    Retention overall() {
        return new Retention(samples, endpointSamples, logs, reports, runs);
    }
}
