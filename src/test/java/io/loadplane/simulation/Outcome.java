package io.loadplane.simulation;

import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.RunStatus;
import org.jspecify.annotations.Nullable;

/** What happens to a simulated run, and so what must be told of it in the end, whatever happens to those who drive it. */
public enum Outcome {
    COMPLETES(RunStatus.COMPLETED, null),
    /** Its final record has thousands of endpoints. */
    COMPLETES_WITH_A_GIANT_RESULT(RunStatus.COMPLETED, null),
    /** Its agent takes seconds for every answer. */
    COMPLETES_SLOWLY(RunStatus.COMPLETED, null),
    /** The target refuses it twice. */
    COMPLETES_AFTER_REFUSALS(RunStatus.COMPLETED, null),
    /** The master does not wait until its result was fetched; the record is in its output. */
    LEAVES_ITS_RECORD(RunStatus.COMPLETED, null),
    LOSES_A_WORKER(RunStatus.COMPLETED, null),
    LOSES_ALL_WORKERS(RunStatus.FAILED, ReasonCode.WORKERS_LOST),
    LOSES_ITS_MASTER(RunStatus.FAILED, ReasonCode.MASTER_LOST),
    GETS_NO_WORKERS(RunStatus.FAILED, ReasonCode.WORKERS_MISSING),
    BREAKS_AT_THE_START(RunStatus.FAILED, ReasonCode.SCRIPT_ERROR),
    IS_REFUSED(RunStatus.FAILED, ReasonCode.QUOTA_EXCEEDED),
    /** A caller stops it. */
    IS_STOPPED(RunStatus.STOPPED, ReasonCode.STOPPED_BY_USER);

    /** The variable of a load test that tells the simulator. */
    static final String VARIABLE = "SIMULATED_OUTCOME";

    final RunStatus status;
    final @Nullable ReasonCode reason;

    Outcome(RunStatus status, @Nullable ReasonCode reason) {
        this.status = status;
        this.reason = reason;
    }

    int endpoints() {
        return this == COMPLETES_WITH_A_GIANT_RESULT ? 2000 : 3;
    }

    int refusals() {
        return switch (this) {
            case IS_REFUSED -> Integer.MAX_VALUE;
            case COMPLETES_AFTER_REFUSALS -> 2;
            case COMPLETES,
                    COMPLETES_WITH_A_GIANT_RESULT,
                    COMPLETES_SLOWLY,
                    LEAVES_ITS_RECORD,
                    LOSES_A_WORKER,
                    LOSES_ALL_WORKERS,
                    LOSES_ITS_MASTER,
                    GETS_NO_WORKERS,
                    BREAKS_AT_THE_START,
                    IS_STOPPED -> 0;
        };
    }
}
