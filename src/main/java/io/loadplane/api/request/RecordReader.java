package io.loadplane.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tree into a request record, driven by the record alone: its components are the allowed fields, their types
 * the allowed values, and those not marked {@code @Nullable} are required. Goes on after every finding; what could not
 * be read is left out, so that all other fields are still checked.
 */
public final class RecordReader {

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
        checkUnknown(body.tree(), RecordShape.of(type).fields(), "");
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
            checkUnknown(object, RecordShape.of(recordType).fields(), pointer);
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
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object value = readValue(node.get(i), element, pointer + "/" + i);
            if (value != null) {
                values.add(value);
                places.add(i);
            }
        }
        if (places.size() < node.size()) {
            findings.keptOf(pointer, places);
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
        RecordShape shape = RecordShape.of(type);
        return shape.make(shape.components().stream()
                .map(component -> readComponent(object, component, pointer))
                .toArray());
    }

    private @Nullable Object readComponent(ObjectNode object, RecordShape.Component component, String pointer) {
        if (component.unwrapped()) {
            return readRecord(object, component.type(), pointer);
        }
        String field = component.field();
        String place = pointer + Finding.step(field);
        JsonNode node = object.get(field);
        Object value = isAbsent(node) ? null : readValue(node, component.genericType(), place);
        if (value == null && !component.nullable()) {
            if (isAbsent(node)) {
                findings.error(place, "required", "%s is required".formatted(field));
            }
            return PLACEHOLDERS.get(component.type());
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

    private static boolean isAbsent(@Nullable JsonNode node) {
        return node == null || node.isNull();
    }
}
