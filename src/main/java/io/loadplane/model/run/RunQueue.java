package io.loadplane.model.run;

/** How the rest of the system tells the engine that there is something to do. */
public interface RunQueue {

    /** Has the run driven to its end. Joins the transaction of the caller: no run without its task, and none twice. */
    void schedule(RunId id);

    /** Something about the run changed; only a hint that saves waiting for the next look. */
    void wake(RunId id);
}
