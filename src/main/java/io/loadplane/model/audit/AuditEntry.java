package io.loadplane.model.audit;

import io.loadplane.model.access.Caller;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did, or tried to do.
 *
 * @param at when; of refusals that are summed up, the last time
 * @param action the operation, as the API description names it
 * @param refusal null for what was done
 * @param times how often; more than once only for refusals that are summed up
 * @param changes what is different since, by the names of fields; empty for refusals
 */
public record AuditEntry(
        AuditId id,
        Instant at,
        Who caller,
        String action,
        Subject subject,
        @Nullable Refusal refusal,
        int times,
        Map<String, Change> changes) {

    public AuditEntry {
        changes = Map.copyOf(changes);
    }

    /** How it ended. */
    public enum Outcome {
        DONE,
        REFUSED
    }

    /**
     * Who it was, as known then.
     *
     * @param address where the request came from
     */
    public record Who(Caller.Kind kind, String id, String name, String address) {

        public static Who of(Caller caller) {
            return new Who(
                    caller.kind(), caller.id(), caller.name(), caller.call().address());
        }
    }

    /**
     * What it was about.
     *
     * @param kind such as load_test
     * @param id null for what was never made
     * @param name null for what has none
     * @param environments what it belongs to; empty for none
     */
    public record Subject(
            String kind, @Nullable String id, @Nullable String name, List<String> environments) {

        public Subject {
            environments = List.copyOf(environments);
        }
    }

    /**
     * Why nothing was done.
     *
     * @param status of HTTP
     * @param code of the problem
     */
    public record Refusal(int status, String code) {}

    /**
     * What became of a field.
     *
     * @param before null where there was nothing
     * @param after null where there is nothing any more
     */
    public record Change(@Nullable Object before, @Nullable Object after) {}

    public Outcome outcome() {
        return refusal == null ? Outcome.DONE : Outcome.REFUSED;
    }
}
