package io.loadplane.receiver;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How receivers are called.
 *
 * @param timeout for everything from looking the host up to its answer
 * @param allowedPrivateTargets ranges and addresses outside the public internet, with commas between
 */
@ConfigurationProperties("loadplane.webhooks")
record ReceiverSettings(Duration timeout, String allowedPrivateTargets) {}
