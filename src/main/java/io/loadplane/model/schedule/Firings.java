package io.loadplane.model.schedule;

import io.loadplane.model.run.ScheduleId;
import java.time.Instant;
import java.util.Optional;

/** Does what a schedule is due for. */
public interface Firings {

    /**
     * Starts the run of a time that has come, and writes down that it has, in one transaction: calling it again, or
     * from several replicas at once, does nothing more.
     *
     * @return when to call again; empty when this version of the schedule needs nothing more
     */
    Optional<Instant> settle(ScheduleId id, int version);
}
