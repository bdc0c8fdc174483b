package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Follows one run to its end. */
final class RunWatch {

    /** Half the lease of a run that is waited for, so that a service that comes back finds it renewed. */
    static final Duration PATIENCE = Duration.ofSeconds(150);

    static final Duration LEASE = PATIENCE.multipliedBy(2);

    private static final Set<String> TERMINAL = Set.of("completed", "stopped", "failed");
    private static final Duration LOOK = Duration.ofSeconds(2);

    private final ApiClient api;
    private final RunDisplay display;
    private final String path;
    private String cursor = "";

    RunWatch(ApiClient api, RunDisplay display, String run) {
        this.api = api;
        this.display = display;
        this.path = "/runs/" + run;
    }

    /**
     * The run when it is over; empty when the time is up before. Reading it so renews its lease.
     *
     * @param timeout null to wait as long as it takes
     * @throws CommandFailure.Unreachable when the service is away for too long
     */
    Optional<JsonNode> await(@Nullable Duration timeout) throws InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            Duration left = timeout == null ? PATIENCE : timeout.minusNanos(System.nanoTime() - begin);
            if (!left.isPositive()) {
                return Optional.empty();
            }
            ApiClient patient = api.patient(least(left, PATIENCE));
            JsonNode run = patient.get("%s?wait=%ds"
                    .formatted(path, Math.max(1, least(left, LOOK).toSeconds())));
            showEvents(patient);
            display.progress(run, patient.find(path + "/stats"));
            if (TERMINAL.contains(run.path("status").asText())) {
                return Optional.of(run);
            }
        }
    }

    private void showEvents(ApiClient patient) throws InterruptedException {
        boolean more = true;
        while (more) {
            JsonNode page = patient.get(path + "/events?limit=200" + cursor);
            display.events(page);
            more = page.path("next_cursor").isTextual();
            if (more) {
                cursor = "&cursor=" + page.path("next_cursor").asText();
            }
        }
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
