package io.loadplane.model.schedule;

import java.time.LocalDateTime;
import java.util.Optional;

/** Reads cron expressions of five fields: minute, hour, day of the month, month, day of the week. */
public interface CronReader {

    /** An expression that was understood. */
    interface Cron {

        /** The next time on the clock on the wall; empty when there is none, such as a 31st of February. */
        Optional<LocalDateTime> next(LocalDateTime after);
    }

    /** Throws {@link IllegalArgumentException}, whose message says what is wrong with the expression. */
    Cron read(String expression);
}
