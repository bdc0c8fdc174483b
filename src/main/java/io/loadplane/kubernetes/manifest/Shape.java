package io.loadplane.kubernetes.manifest;

import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what callers write with the client's own types, field by field. Reading it would stop at the first mistake,
 * and name a line of a text that no caller has seen.
 */
final class Shape {

    private static final String MODELS = V1PodSpec.class.getPackageName() + ".";

    private final Findings findings;
    private final List<Runnable> unknown = new ArrayList<>();

    Shape(Findings findings) {
        this.findings = findings;
    }

    /** Reports unknown fields. Only at the end: whoever allows few of the fields says better which. */
    void end() {
        unknown.forEach(Runnable::run);
    }

    void check(String at, @Nullable Object value, Type type) {
        if (value == null) {
            wrong(at, "null takes nothing away here; leave the field out instead");
        } else if (type instanceof ParameterizedType generic) {
            checkAll(at, value, generic);
        } else if (type instanceof Class<?> model && model.getName().startsWith(MODELS)) {
            checkFields(at, value, model);
        } else {
            String expected = expected(value, type);
            if (!expected.isEmpty()) {
                wrong(at, "this must be " + expected);
            }
        }
    }

    private void checkAll(String at, Object value, ParameterizedType collection) {
        Type[] arguments = collection.getActualTypeArguments();
        Type element = arguments[arguments.length - 1];
        if (collection.getRawType() == Map.class) {
            if (value instanceof Map<?, ?> map) {
                map.forEach((key, item) -> check(at + Finding.step(key.toString()), item, element));
            } else {
                wrong(at, "this must be an object");
            }
        } else if (value instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                check(at + "/" + i, items.get(i), element);
            }
        } else {
            wrong(at, "this must be a list");
        }
    }

    private void checkFields(String at, Object value, Class<?> model) {
        if (!(value instanceof Map<?, ?> map)) {
            wrong(at, "this must be an object");
            return;
        }
        Map<String, Type> fields = fieldsOf(model);
        map.forEach((key, item) -> {
            String place = at + Finding.step(key.toString());
            Type type = fields.get(key.toString());
            if (type == null) {
                unknown.add(() -> findings.error(
                        place,
                        "field_not_allowed",
                        "Kubernetes has no field %s here; it has: %s"
                                .formatted(key, String.join(", ", fields.keySet()))));
            } else {
                check(place, item, type);
            }
        });
        for (String field : requiredOf(model)) {
            if (!map.containsKey(field)) {
                findings.error(at + Finding.step(field), "required", "Kubernetes requires %s here".formatted(field));
            }
        }
    }

    private static Map<String, Type> fieldsOf(Class<?> model) {
        Map<String, Type> fields = new TreeMap<>();
        for (Field field : model.getDeclaredFields()) {
            SerializedName name = field.getAnnotation(SerializedName.class);
            if (name != null) {
                fields.put(name.value(), field.getGenericType());
            }
        }
        return fields;
    }

    @SuppressWarnings("unchecked")
    private static Set<String> requiredOf(Class<?> model) {
        if (model == V1PodSpec.class) {
            // Our containers are there without being named.
            return Set.of();
        }
        try {
            return (Set<String>) model.getField("openapiRequiredFields").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a model of another client: " + model, e);
        }
    }

    /** What a value should have been; empty when it is. */
    private static String expected(Object value, Type type) {
        boolean whole = value instanceof Integer || value instanceof Long;
        if (type == String.class) {
            return value instanceof String ? "" : "a text";
        } else if (type == Boolean.class) {
            return value instanceof Boolean ? "" : "true or false";
        } else if (type == Long.class) {
            return whole ? "" : "a whole number";
        } else if (type == Integer.class) {
            return isSmall(value) ? "" : "a whole number of at most 32 bits";
        } else if (type == IntOrString.class) {
            return isSmall(value) || value instanceof String ? "" : "a whole number or a text";
        } else if (type == Quantity.class) {
            return isQuantity(value) ? "" : "a quantity such as \"500m\" or \"1Gi\"";
        }
        return "left out: Loadplane does not take this field";
    }

    private static boolean isSmall(Object value) {
        return value instanceof Integer || value instanceof Long number && number == number.intValue();
    }

    private static boolean isQuantity(Object value) {
        return (value instanceof String || value instanceof Number)
                && io.loadplane.model.loadtest.Quantity.parse(value.toString()).isPresent();
    }

    private void wrong(String at, String message) {
        findings.error(at, "wrong_type", message);
    }
}
