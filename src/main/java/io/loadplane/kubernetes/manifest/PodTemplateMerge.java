package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.openapi.models.V1PodTemplateSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Merges a caller's partial pod template over ours: maps by key, lists by the key of their items, all else is replaced. */
final class PodTemplateMerge {

    /** What tells the items of a list apart. Two items with the same key are one. */
    private static final Map<String, String> ITEM_KEYS = Map.of(
            "containers", "name",
            "initContainers", "name",
            "env", "name",
            "volumes", "name",
            "imagePullSecrets", "name",
            "volumeMounts", "mountPath",
            "ports", "containerPort",
            "hostAliases", "ip");

    /** Lists whose items stand side by side. */
    private static final List<String> APPENDED = List.of("tolerations", "envFrom", "topologySpreadConstraints");

    private PodTemplateMerge() {}

    /**
     * Ours under theirs.
     *
     * @param theirs a partial PodTemplateSpec; null for none
     */
    static V1PodTemplateSpec over(V1PodTemplateSpec ours, @Nullable Object theirs) {
        if (!(theirs instanceof Map<?, ?> partial) || partial.isEmpty()) {
            return ours;
        }
        Map<String, Object> merged = merge(Trees.write(ours), partial);
        restrict(merged);
        return Trees.read(merged, V1PodTemplateSpec.class);
    }

    private static Map<String, Object> merge(Map<?, ?> below, Map<?, ?> above) {
        Map<String, Object> merged = new LinkedHashMap<>();
        below.forEach((key, value) -> merged.put(key.toString(), value));
        above.forEach((key, value) -> {
            String field = key.toString();
            if (value != null) {
                merged.put(field, merge(field, merged.get(field), value));
            }
        });
        return merged;
    }

    private static Object merge(String field, @Nullable Object below, Object above) {
        if (below instanceof Map<?, ?> belowMap && above instanceof Map<?, ?> aboveMap) {
            return merge(belowMap, aboveMap);
        } else if (below instanceof List<?> belowList && above instanceof List<?> aboveList) {
            return mergeLists(field, belowList, aboveList);
        }
        return above;
    }

    private static List<?> mergeLists(String field, List<?> below, List<?> above) {
        String key = ITEM_KEYS.get(field);
        if (key == null && !APPENDED.contains(field)) {
            return above;
        }
        List<Object> merged = new ArrayList<>(below);
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < below.size(); i++) {
            places.putIfAbsent(keyOf(below.get(i), key), i);
        }
        for (Object item : above) {
            String name = keyOf(item, key);
            Integer same = name.isEmpty() ? null : places.putIfAbsent(name, merged.size());
            if (same != null && merged.get(same) instanceof Map<?, ?> ours && item instanceof Map<?, ?> theirs) {
                merged.set(same, merge(ours, theirs));
            } else {
                merged.add(item);
            }
        }
        return merged;
    }

    /** What tells an item apart; empty when nothing does. */
    private static String keyOf(Object item, @Nullable String key) {
        return key != null && item instanceof Map<?, ?> map && map.get(key) != null ? String.valueOf(map.get(key)) : "";
    }

    /** A caller's init container need not say what the restricted level wants of every container. */
    private static void restrict(Map<String, Object> template) {
        if (template.get("spec") instanceof Map<?, ?> spec
                && spec.get("initContainers") instanceof List<?> containers) {
            Map<?, ?> restricted = Trees.write(RestrictedSecurity.ofContainer());
            for (Object item : containers) {
                if (item instanceof Map<?, ?>) {
                    @SuppressWarnings("unchecked")
                    Map<String, Object> container = (Map<String, Object>) item;
                    Object own = container.get("securityContext");
                    container.put("securityContext", merge(restricted, own instanceof Map<?, ?> map ? map : Map.of()));
                }
            }
        }
    }
}
