package io.loadplane.model.run;

import io.loadplane.model.Ids;

/** Identifies one schedule. Lies here because a run says which schedule started it. */
public record ScheduleId(String value) {

    public static final String PREFIX = "sched-";

    public ScheduleId {
        Ids.require(PREFIX, value);
    }

    @Override
    public String toString() {
        return value;
    }
}
