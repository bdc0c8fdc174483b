package io.loadplane.model.loadtest;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one run changes in the settings of its load test; null leaves a value as it is. */
public record Overrides(
        @Nullable Integer users,
        @Nullable Double spawnRate,
        @Nullable Duration runTime,
        @Nullable String host,
        @Nullable Integer replicas,
        @Nullable Map<String, String> env,
        @Nullable List<String> tags,
        @Nullable List<Criterion> criteria) {

    public static final Overrides NONE = new Overrides(null, null, null, null, null, null, null, null);
}
