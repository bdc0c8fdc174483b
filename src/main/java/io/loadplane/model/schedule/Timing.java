package io.loadplane.model.schedule;

import com.google.re2j.Pattern;
import java.time.Instant;
import java.time.ZoneId;

/** At what times a schedule fires. */
public sealed interface Timing {

    /**
     * Again and again.
     *
     * @param cron five fields
     * @param zone whose clock on the wall the expression is about
     */
    record Recurring(String cron, ZoneId zone) implements Timing {

        private static final Pattern SPACES = Pattern.compile("\\s+");

        /** Whether the hour is open, so that firings are a distance apart rather than at times of the day. */
        boolean isEveryHour() {
            return SPACES.split(cron.strip())[1].startsWith("*");
        }
    }

    /** One time only. */
    record Once(Instant at) implements Timing {}
}
