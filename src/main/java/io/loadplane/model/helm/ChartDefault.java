package io.loadplane.model.helm;

import io.loadplane.model.helm.Written.Branch;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Compares what was written with what the chart has anyway. Part of it, or nothing of it, is the same too. */
final class ChartDefault {

    private ChartDefault() {}

    /** Where something else was written, as narrowly as it can be said. */
    record Deviation(String path, String pointer) {}

    static Optional<Deviation> deviation(String path, Written written, List<Object> accepted) {
        if (written.isEmpty()) {
            return Optional.empty();
        }
        Optional<Deviation> first = Optional.of(new Deviation(path, written.pointer()));
        for (Object value : accepted) {
            Optional<Deviation> deviation = deviation(path, written, value);
            if (deviation.isEmpty()) {
                return deviation;
            }
            first = deviation;
        }
        return first;
    }

    private static Optional<Deviation> deviation(String path, Written written, @Nullable Object accepted) {
        if (written instanceof Branch branch && accepted instanceof Map<?, ?> map) {
            return firstOf(path, branch, map);
        }
        boolean same = written.isEmpty()
                || written instanceof Items items && accepted instanceof List<?> list && isSame(items, list)
                || written instanceof Scalar scalar && accepted != null && isSame(scalar, accepted);
        return same ? Optional.empty() : Optional.of(new Deviation(path, written.pointer()));
    }

    private static boolean isSame(Scalar scalar, Object accepted) {
        return scalar.text().strip().equals(String.valueOf(accepted).strip());
    }

    private static boolean isSame(Items items, List<?> list) {
        if (items.values().size() != list.size()) {
            return false;
        }
        for (int i = 0; i < list.size(); i++) {
            if (deviation("", items.values().get(i), list.get(i)).isPresent()) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Deviation> firstOf(String path, Branch branch, Map<?, ?> accepted) {
        return branch.entries().entrySet().stream()
                .flatMap(entry ->
                        deviation(path + "." + entry.getKey(), entry.getValue(), accepted.get(entry.getKey())).stream())
                .findFirst();
    }
}
