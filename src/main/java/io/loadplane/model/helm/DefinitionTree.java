package io.loadplane.model.helm;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.helm.Written.Branch;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The definition as it grows, and where in the request each part of it was written. */
final class DefinitionTree {

    /** How the container that runs Locust is called in the pods of every run; pod templates are merged by this name. */
    static final String CONTAINER = "locust";

    static final List<String> ROLES = List.of("master", "worker");

    private final Map<String, Object> definition = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();

    /**
     * Puts a value at a place; the maps above it come into being.
     *
     * @param pointer JSON pointer into the definition, through maps only
     */
    void put(String pointer, Written value, Findings findings) {
        String other = origins.get(pointer);
        if (other == null) {
            parentOf(pointer).put(lastStep(pointer), value.plain());
            remember(pointer, value);
        } else if (!value.plain().equals(find(pointer))) {
            findings.error(
                    value.pointer(),
                    "conflicting_value",
                    "%s is given as something else at %s; keep one of them"
                            .formatted(pointer.substring(1).replace('/', '.'), other));
        }
    }

    /** Puts a value that is not the caller's own, such as the mode that a switch stands for. */
    void put(String pointer, Object value, Written origin, Findings findings) {
        put(pointer, new Scalar(value, origin.pointer()), findings);
    }

    /** Puts the entries of a map one by one, because others may add to the same map. */
    void putAll(String pointer, Map<String, Written> entries, Findings findings) {
        entries.forEach((key, value) -> put(pointer + Finding.step(key), value, findings));
    }

    /** Adds to a list; the list and what is above it come into being. */
    void append(String pointer, Written value) {
        List<Object> list = listAt(pointer);
        list.add(value.plain());
        remember(pointer + "/" + (list.size() - 1), value);
    }

    /** The pod template of a role, where it has the given field. */
    static String pod(String role, String field) {
        return "/pod_template/" + role + "/spec" + field;
    }

    /** The same for the container that runs Locust. */
    String container(String role, String field) {
        List<Object> containers = listAt(pod(role, "/containers"));
        if (containers.isEmpty()) {
            Map<String, Object> container = new LinkedHashMap<>();
            container.put("name", CONTAINER);
            containers.add(container);
        }
        return pod(role, "/containers/0") + field;
    }

    Translation translation() {
        return new Translation(definition, origins);
    }

    private void remember(String pointer, Written value) {
        origins.put(pointer, value.pointer());
        switch (value) {
            case Scalar scalar -> {}
            case Branch branch ->
                branch.entries().forEach((key, entry) -> remember(pointer + Finding.step(key), entry));
            case Items items -> {
                for (int i = 0; i < items.values().size(); i++) {
                    remember(pointer + "/" + i, items.values().get(i));
                }
            }
        }
    }

    private Object find(String pointer) {
        return parentOf(pointer).getOrDefault(lastStep(pointer), "");
    }

    @SuppressWarnings("unchecked")
    private List<Object> listAt(String pointer) {
        return (List<Object>) parentOf(pointer).computeIfAbsent(lastStep(pointer), name -> new ArrayList<>());
    }

    /** Every list on the way is the one of containers, which has one. */
    @SuppressWarnings("unchecked")
    private Map<String, Object> parentOf(String pointer) {
        Map<String, Object> place = definition;
        String[] steps = pointer.substring(1, pointer.lastIndexOf('/') + 1).split("/");
        for (String step : steps) {
            if (step.isEmpty() || step.equals("0")) {
                continue;
            }
            Object below = place.computeIfAbsent(unescaped(step), name -> new LinkedHashMap<>());
            place = (Map<String, Object>) (below instanceof List<?> list ? list.getFirst() : below);
        }
        return place;
    }

    private static String lastStep(String pointer) {
        return unescaped(pointer.substring(pointer.lastIndexOf('/') + 1));
    }

    private static String unescaped(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }
}
