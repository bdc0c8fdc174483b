package io.loadplane.local;

import io.loadplane.model.Home;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.Duration;

/** How this machine runs load tests. */
@Singleton
final class LocalSettings {

    private final Path runs;
    private final Path cache;
    private final String python;
    private final Duration scriptLoadTimeout;

    LocalSettings(
            Home home,
            @Value("${loadplane.local.cache}") String cache,
            @Value("${loadplane.local.python}") String python,
            @Value("${loadplane.engine.script-load-timeout}") Duration scriptLoadTimeout) {
        this.runs = home.resolve("runs");
        this.cache = cache.isEmpty() ? home.resolve("python") : Path.of(cache).toAbsolutePath();
        this.python = python;
        this.scriptLoadTimeout = scriptLoadTimeout;
    }

    /** One folder per run that is not yet cleaned up. */
    Path runs() {
        return runs;
    }

    /** Locust and packages, installed once and used by all runs. */
    Path cache() {
        return cache;
    }

    /** The interpreter that makes virtual environments and compiles scripts. */
    String python() {
        return python;
    }

    /** How long a script may take to load. */
    Duration scriptLoadTimeout() {
        return scriptLoadTimeout;
    }
}
