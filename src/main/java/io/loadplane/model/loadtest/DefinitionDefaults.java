package io.loadplane.model.loadtest;

import java.time.Duration;

/**
 * What holds where neither the caller nor the environment says anything.
 *
 * @param image of Locust, whose tag is the version of Locust
 */
public record DefinitionDefaults(String image) {

    public static final int USERS = 1;
    public static final int REPLICAS = 1;
    public static final Duration RUN_TIME = Duration.ofMinutes(1);
    public static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration WORKERS_WAIT = Duration.ofMinutes(5);

    /** Half a working day: nobody knows beforehand how long a person will need. */
    public static final Duration INTERACTIVE_DEADLINE = Duration.ofHours(4);

    /** Time for everything besides the load itself: starting, draining, fetching the result. */
    private static final Duration MARGIN = Duration.ofMinutes(15);

    public static Duration deadline(Duration runTime, Duration stopTimeout) {
        Duration least = runTime.plus(stopTimeout);
        Duration usual = runTime.plus(MARGIN);
        return usual.compareTo(least) < 0 ? least : usual;
    }
}
