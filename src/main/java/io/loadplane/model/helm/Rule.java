package io.loadplane.model.helm;

import io.loadplane.model.Findings;
import java.util.Arrays;
import java.util.List;

/**
 * What becomes of one value of the chart.
 *
 * @param path its name in the chart's values, with dots
 * @param meaning what it says there; for a value that is only accepted as it is, why
 */
record Rule(String path, ValueType type, String meaning, Effect effect) {

    /** What a value does to the definition. */
    sealed interface Effect {}

    /**
     * The definition can say it.
     *
     * @param target the field it becomes, for the table
     */
    record Becomes(String target, Step step) implements Effect {}

    /**
     * Nothing but what the chart has anyway, because it would change what is not the caller's to change.
     *
     * @param values what is accepted besides nothing
     */
    record Only(List<Object> values) implements Effect {}

    /** One translation; several values that mean something only together share one. */
    interface Step {
        void translate(Values values, DefinitionTree tree, Findings findings);
    }

    static Rule takes(String path, ValueType type, String meaning, Becomes becomes) {
        return new Rule(path, type, meaning, becomes);
    }

    /** For a value that the definition has too. */
    static Rule takes(String path, ValueType type, String meaning, String pointer) {
        String target = pointer.substring(1).replace('/', '.');
        Step step =
                (values, tree, findings) -> values.find(path).ifPresent(value -> tree.put(pointer, value, findings));
        return new Rule(path, type, meaning, new Becomes(target, step));
    }

    static Rule only(String path, String why, Object... values) {
        return new Rule(path, ValueType.ANY, why, new Only(Arrays.asList(values)));
    }

    boolean isSupported() {
        return effect instanceof Becomes;
    }
}
