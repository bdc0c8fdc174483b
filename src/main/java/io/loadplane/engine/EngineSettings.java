package io.loadplane.engine;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.convert.format.ReadableBytes;
import java.time.Duration;

/**
 * How the engine goes about its work.
 *
 * @param tick how often a run is looked at
 * @param startTimeout how long a master's process may be silent after it started
 * @param logLimit bytes kept of each component's output, from its end
 * @param idleTimeout how long nobody needs to drive an interactive run before it ends
 * @param jobPoll how often short tasks are looked for that are due; a schedule fires that late at most
 * @param orphanInterval how often clusters are searched for what runs left behind
 * @param orphanGrace how old it must be to be removed
 */
@ConfigurationProperties("loadplane.engine")
record EngineSettings(
        Duration tick,
        Duration startTimeout,
        @ReadableBytes int logLimit,
        Duration idleTimeout,
        Duration jobPoll,
        Duration orphanInterval,
        Duration orphanGrace) {}
