package io.loadplane.api.run;

import io.loadplane.model.Findings;
import io.loadplane.model.run.Priority;
import io.loadplane.model.run.StartOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The fields by which every call that starts a run says how. */
public final class StartFields {

    private static final Duration SHORTEST = Duration.ofSeconds(10);
    private static final Duration LONGEST = Duration.ofDays(1);

    private StartFields() {}

    public static StartOptions read(
            @Nullable WhenFull queue, @Nullable Duration lease, @Nullable Priority priority, Findings findings) {
        if (lease != null && (lease.compareTo(SHORTEST) < 0 || lease.compareTo(LONGEST) > 0)) {
            findings.error("/lease", "out_of_range", "lease must be between 10s and 24h");
        }
        return new StartOptions(priority == null ? Priority.NORMAL : priority, queue == WhenFull.REJECT, lease);
    }
}
