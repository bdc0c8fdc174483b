package io.loadplane.model.webhook;

import io.loadplane.model.run.Run;
import io.loadplane.model.schedule.Firing;
import io.loadplane.model.schedule.Schedule;

/** Tells whoever asked for it what has happened; in the transaction that makes it true, so that neither is without the other. */
public interface Announcements {

    void ended(Run run);

    /** A time at which the schedule should have started a run went by without one. */
    void missed(Schedule schedule, Firing firing);
}
