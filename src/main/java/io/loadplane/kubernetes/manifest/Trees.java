package io.loadplane.kubernetes.manifest;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.ToNumberPolicy;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1Affinity;
import io.kubernetes.client.openapi.models.V1Toleration;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Between typed objects and the trees that callers write. */
final class Trees {

    /** Whole numbers must come back as such: 1.0 is no port. */
    private static final Gson MAPS = new GsonBuilder()
            .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
            .disableHtmlEscaping()
            .create();

    static {
        // Sets up the client's own reading and writing of quantities, times and bytes.
        new JSON();
    }

    private Trees() {}

    static Map<?, ?> write(Object typed) {
        return MAPS.fromJson(JSON.serialize(typed), Map.class);
    }

    static <T> T read(Map<?, ?> tree, Class<T> type) {
        return JSON.deserialize(MAPS.toJson(tree), type);
    }

    static @Nullable V1Affinity readAffinity(Map<String, Object> tree) {
        return tree.isEmpty() ? null : read(tree, V1Affinity.class);
    }

    static @Nullable List<V1Toleration> readTolerations(List<Map<String, Object>> trees) {
        return trees.isEmpty()
                ? null
                : trees.stream().map(tree -> read(tree, V1Toleration.class)).toList();
    }

    /** Refuses fields that are not allowed, and names those that are. */
    static void checkFields(String at, Map<?, ?> tree, Set<String> allowed, Findings findings) {
        tree.keySet().forEach(key -> {
            if (!allowed.contains(key.toString())) {
                findings.error(
                        at + Finding.step(key.toString()),
                        "field_not_allowed",
                        "%s cannot be set here; what can: %s"
                                .formatted(key, String.join(", ", new TreeSet<>(allowed))));
            }
        });
    }

    /** Every object of a list, with its place. */
    static void forEach(String at, @Nullable Object list, Findings findings, BiConsumer<String, Map<?, ?>> action) {
        if (list == null) {
            return;
        }
        if (!(list instanceof List<?> items)) {
            findings.error(at, "wrong_type", "this must be a list");
            return;
        }
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Map<?, ?> item) {
                action.accept(at + "/" + i, item);
            } else {
                findings.error(at + "/" + i, "wrong_type", "this must be an object");
            }
        }
    }
}
