package io.loadplane.api.request;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree into a request record, driven by the record alone: its components are the allowed fields, their types
 * the allowed values, and those not marked {@code @Nullable} are required. Goes on after every finding; what could not
 * be read is left out, so that all other fields are still checked.
 */
public final class RecordReader {

    private static final PropertyNamingStrategies.SnakeCaseStrategy SNAKE_CASE =
            new PropertyNamingStrategies.SnakeCaseStrategy();

    /** Stand for required values that could not be read: at the top so that the rest is checked, below they are dropped. */
    private static final Map<Class<?>, Object> PLACEHOLDERS = Map.of(String.class, "", Double.class, 0.0);

    private final Findings findings;
    private final ScalarReader scalars;

    public RecordReader(Findings findings) {
        this.findings = findings;
        this.scalars = new ScalarReader(findings);
    }

    /** Reads the whole body. */
    public <T extends Record> T read(JsonBody body, Class<T> type) {
        T value = type.cast(readRecord(body.tree(), type, ""));
        checkUnknown(body.tree(), fieldsOf(type), "");
        return value;
    }

    private @Nullable Object readValue(JsonNode node, Type type, String pointer) {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == List.class
                    ? readList(node, element, pointer)
                    : readMap(node, element, pointer);
        }
        if (type instanceof Class<?> recordType && recordType.isRecord()) {
            if (!(node instanceof ObjectNode object)) {
                return scalars.refuse(pointer, "an object");
            }
            int before = findings.errorCount();
            Object value = readRecord(object, recordType, pointer);
            checkUnknown(object, fieldsOf(recordType), pointer);
            return findings.errorCount() == before ? value : null;
        }
        return scalars.read(node, (Class<?>) type, pointer);
    }

    private @Nullable List<Object> readList(JsonNode node, Type element, String pointer) {
        if (!node.isArray()) {
            scalars.refuse(pointer, "a list");
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object value = readValue(node.get(i), element, pointer + "/" + i);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private @Nullable Map<String, Object> readMap(JsonNode node, Type element, String pointer) {
        if (!(node instanceof ObjectNode object)) {
            scalars.refuse(pointer, "an object");
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            String place = pointer + Finding.step(field.getKey());
            scalars.checkText(field.getKey(), place);
            Object value = readValue(field.getValue(), element, place);
            if (value != null) {
                values.put(field.getKey(), value);
            }
        });
        return values;
    }

    private Object readRecord(ObjectNode object, Class<?> type, String pointer) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        Class<?>[] types = new Class<?>[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = readComponent(object, components[i], pointer);
        }
        try {
            var constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("%s is no plain request record".formatted(type), e);
        }
    }

    private @Nullable Object readComponent(ObjectNode object, RecordComponent component, String pointer) {
        if (isUnwrapped(component)) {
            return readRecord(object, component.getType(), pointer);
        }
        String field = fieldName(component);
        String place = pointer + Finding.step(field);
        JsonNode node = object.get(field);
        Object value = isAbsent(node) ? null : readValue(node, component.getGenericType(), place);
        if (value == null && !isNullable(component)) {
            if (isAbsent(node)) {
                findings.error(place, "required", "%s is required".formatted(field));
            }
            return PLACEHOLDERS.get(component.getType());
        }
        return value;
    }

    private void checkUnknown(ObjectNode object, Set<String> known, String pointer) {
        object.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                findings.error(
                        pointer + Finding.step(field),
                        "unknown_field",
                        "there is no field \"%s\"%s".formatted(field, Suggestion.of(field, known)));
            }
        });
    }

    private static Set<String> fieldsOf(Class<?> type) {
        Set<String> fields = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            if (isUnwrapped(component)) {
                fields.addAll(fieldsOf(component.getType()));
            } else {
                fields.add(fieldName(component));
            }
        }
        return fields;
    }

    private static boolean isAbsent(@Nullable JsonNode node) {
        return node == null || node.isNull();
    }

    private static boolean isUnwrapped(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(JsonUnwrapped.class);
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static String fieldName(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? SNAKE_CASE.translate(component.getName()) : named.value();
    }
}
