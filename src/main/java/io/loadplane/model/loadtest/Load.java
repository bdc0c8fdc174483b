package io.loadplane.model.loadtest;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The load that is asked for.
 *
 * @param host base URL of the system under test; null when the script names it
 * @param users how many simulated users at the peak
 * @param spawnRate users started per second
 * @param runTime how long the load lasts; a script with a load shape decides this itself
 * @param stopTimeout how long users may finish what they are doing when the load ends
 * @param userClasses names of the user classes to run; empty for all of the script
 */
public record Load(
        @Nullable String host,
        int users,
        double spawnRate,
        Duration runTime,
        Duration stopTimeout,
        List<String> tags,
        List<String> excludeTags,
        List<String> userClasses) {

    public Load {
        tags = List.copyOf(tags);
        excludeTags = List.copyOf(excludeTags);
        userClasses = List.copyOf(userClasses);
    }

    /** Users are started at once, up to a rate that one master still spreads evenly. */
    public static double defaultSpawnRate(int users) {
        return Math.clamp(users, 1, 100);
    }

    Load with(Overrides overrides) {
        return new Load(
                overrides.host() == null ? host : overrides.host(),
                overrides.users() == null ? users : overrides.users(),
                overrides.spawnRate() == null ? spawnRateFor(overrides) : overrides.spawnRate(),
                overrides.runTime() == null ? runTime : overrides.runTime(),
                stopTimeout,
                overrides.tags() == null ? tags : overrides.tags(),
                excludeTags,
                userClasses);
    }

    private double spawnRateFor(Overrides overrides) {
        boolean wasDefault = spawnRate == defaultSpawnRate(users);
        return overrides.users() == null || !wasDefault ? spawnRate : defaultSpawnRate(overrides.users());
    }
}
