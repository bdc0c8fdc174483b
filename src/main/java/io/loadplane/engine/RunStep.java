package io.loadplane.engine;

import io.loadplane.model.Words;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.RunStatus;
import org.jspecify.annotations.Nullable;

/** What the engine can do for a run next. Each makes one call that may be repeated. */
sealed interface RunStep {

    /** Its name among the figures, such as {@code create_master}. */
    default String word() {
        return Words.snakeCase(getClass().getSimpleName());
    }

    /** Nothing to do until something changes. */
    record Wait() implements RunStep {}

    /** Ask for a place in the environment; without one, go on waiting. */
    record Admit() implements RunStep {}

    /** Bring the script to the target and start its master. */
    record CreateMaster() implements RunStep {}

    /** Start the workers. */
    record CreateWorkers() implements RunStep {}

    /**
     * Write down that the run has come further.
     *
     * @param reason why, when it is not what was asked for; decides how the run will end
     */
    record Move(RunStatus next, @Nullable Reason reason, String message) implements RunStep {}

    /** Keep what the agent measured so far. */
    record TakeSample() implements RunStep {}

    /** Ask the agent to end the load. */
    record StopLoad() implements RunStep {}

    /** Tell the master's own process to end the load: asking its agent did not help. */
    record Terminate() implements RunStep {}

    /** Fetch the final record from the agent, and end the run with it. */
    record FetchResult() implements RunStep {}

    /**
     * The master is gone: end the run with the final record it may have left behind, or with what was measured so far.
     *
     * @param reason what holds if it left none
     */
    record RecoverResult(Reason reason) implements RunStep {}

    /** End the run without a result: it never came to a load. */
    record End(RunStatus status, Reason reason) implements RunStep {}

    /** Tell the agent that its result is stored, so that it may go. */
    record Acknowledge() implements RunStep {}

    /** Keep the logs and remove everything from the target. */
    record CleanUp() implements RunStep {}

    /** There is nothing left to do, ever. */
    record Leave() implements RunStep {}
}
