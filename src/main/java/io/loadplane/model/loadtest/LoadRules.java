package io.loadplane.model.loadtest;

import com.google.re2j.Pattern;
import io.loadplane.model.Durations;
import io.loadplane.model.Findings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;

/** What load can be asked for, and how long it may take. */
public final class LoadRules {

    private static final int MAX_REPLICAS = 500;
    private static final int MAX_USERS = 10_000_000;
    private static final double MAX_SPAWN_RATE = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(30);
    /** Wider than what java.net.URI calls a host: names of containers often have an underscore. */
    private static final Pattern AUTHORITY = Pattern.compile(
            "(?:[^@\\s]+@)?(?:[A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?");

    private static final Pattern TAG = Pattern.compile("[^\\s-]\\S{0,199}");
    private static final Pattern CLASS_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]{0,199}");

    private LoadRules() {}

    static void check(Settings settings, Findings findings) {
        Load load = settings.load();
        if (settings.replicas() < 1 || settings.replicas() > MAX_REPLICAS) {
            findings.error(
                    "/replicas",
                    "out_of_range",
                    "replicas is %d; it must be 1 to %d (the master is always one more)"
                            .formatted(settings.replicas(), MAX_REPLICAS));
        } else if (load.users() >= 1 && load.users() < settings.replicas()) {
            findings.warning(
                    "/replicas",
                    "idle_workers",
                    "%d users on %d workers: some workers will have no user"
                            .formatted(load.users(), settings.replicas()));
        }
        checkUsers(load.users(), load.spawnRate(), findings);
        checkTimes(settings, findings);
        if (load.host() != null) {
            checkHost(load.host(), findings);
        }
        checkEach("/tags", load.tags(), TAG, "a tag must not be empty, start with \"-\" or contain spaces", findings);
        checkEach(
                "/exclude_tags",
                load.excludeTags(),
                TAG,
                "a tag must not be empty, start with \"-\" or contain spaces",
                findings);
        checkEach(
                "/user_classes",
                load.userClasses(),
                CLASS_NAME,
                "a user class must be the name of a Python class",
                findings);
    }

    /** The rules for a load that is changed while it is on. */
    public static void checkUsers(int users, double spawnRate, Findings findings) {
        if (users < 1 || users > MAX_USERS) {
            findings.error("/users", "out_of_range", "users is %d; it must be 1 to %d".formatted(users, MAX_USERS));
        }
        if (!(spawnRate > 0) || spawnRate > MAX_SPAWN_RATE) {
            findings.error(
                    "/spawn_rate",
                    "out_of_range",
                    "spawn_rate must be greater than 0 and at most 1000000: users started per second");
        }
    }

    private static void checkTimes(Settings settings, Findings findings) {
        Load load = settings.load();
        checkBetween("run_time", load.runTime(), Duration.ofSeconds(1), findings);
        checkBetween("stop_timeout", load.stopTimeout(), Duration.ZERO, findings);
        checkBetween("workers_wait", settings.workersWait(), Duration.ofSeconds(1), findings);
        Duration least = load.runTime().plus(load.stopTimeout());
        if (settings.deadline().compareTo(least) < 0) {
            findings.error(
                    "/deadline",
                    "deadline_too_short",
                    "deadline is %s; it must be at least run_time + stop_timeout = %s"
                            .formatted(Durations.format(settings.deadline()), Durations.format(least)));
        }
    }

    private static void checkBetween(String field, Duration value, Duration least, Findings findings) {
        if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
            findings.error(
                    "/" + field,
                    "out_of_range",
                    "%s is %s; it must be between %s and %s"
                            .formatted(
                                    field,
                                    Durations.format(value),
                                    Durations.format(least),
                                    Durations.format(LONGEST)));
        }
    }

    private static void checkHost(String host, Findings findings) {
        if (!isHttpUrl(host)) {
            findings.error(
                    "/host",
                    "malformed_url",
                    "host must be a URL such as \"https://shop.example.com\", with http or https");
        }
    }

    private static boolean isHttpUrl(String host) {
        try {
            URI uri = new URI(host);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return http
                    && uri.getRawAuthority() != null
                    && AUTHORITY.matcher(uri.getRawAuthority()).matches();
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static void checkEach(
            String pointer, List<String> values, Pattern shape, String message, Findings findings) {
        for (int i = 0; i < values.size(); i++) {
            if (!shape.matcher(values.get(i)).matches()) {
                findings.error(pointer + "/" + i, "malformed_name", message);
            }
        }
    }
}
