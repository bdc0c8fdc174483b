package io.loadplane.api.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.loadplane.model.Durations;
import io.loadplane.model.Findings;
import io.loadplane.model.Words;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads single values without bending them: 5 is no text, "5" is no number, and 1.9 is no whole number. */
final class ScalarReader {

    private static final JsonMapper MAPPER = new JsonMapper();

    private final Findings findings;

    ScalarReader(Findings findings) {
        this.findings = findings;
    }

    @Nullable
    Object read(JsonNode node, Class<?> type, String pointer) {
        if (type == String.class) {
            return node.isTextual() ? checkText(node.textValue(), pointer) : refuse(pointer, "a text");
        } else if (type == Integer.class) {
            return node.isIntegralNumber() && node.canConvertToInt()
                    ? (Object) node.intValue()
                    : refuse(pointer, "a whole number of at most ten digits");
        } else if (type == Double.class) {
            return node.isNumber() ? readNumber(node, pointer) : refuse(pointer, "a number");
        } else if (type == Boolean.class) {
            return node.isBoolean() ? (Object) node.booleanValue() : refuse(pointer, "true or false");
        } else if (type == Duration.class) {
            return readDuration(node, pointer);
        } else if (type == Instant.class) {
            return readInstant(node, pointer);
        } else if (type.isEnum()) {
            return readEnum(node, type, pointer);
        } else if (type == Object.class) {
            return checkTree(node, pointer) ? MAPPER.convertValue(node, Object.class) : null;
        }
        throw new IllegalStateException("request records cannot have a %s".formatted(type));
    }

    @Nullable
    Object refuse(String pointer, String expected) {
        findings.error(pointer, "wrong_type", "%s must be %s".formatted(nameOf(pointer), expected));
        return null;
    }

    /**
     * The database cannot keep a NUL, and half a character cannot be written as UTF-8. What comes back has neither, as
     * other checks may look it up there before all findings are told.
     */
    String checkText(String text, String pointer) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (c == 0 || Character.isSurrogate(c) && !pair) {
                findings.error(
                        pointer,
                        "forbidden_character",
                        "%s contains the character U+%04X at position %d, which cannot be stored"
                                .formatted(nameOf(pointer), (int) c, i));
                return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
                        .replace('\0', '\ufffd');
            }
            i += pair ? 1 : 0;
        }
        return text;
    }

    private boolean checkTree(JsonNode node, String pointer) {
        int before = findings.errorCount();
        if (node.isTextual()) {
            checkText(node.textValue(), pointer);
        } else if (node.isNumber()) {
            readNumber(node, pointer);
        }
        node.properties().forEach(field -> checkText(field.getKey(), pointer));
        node.forEach(child -> checkTree(child, pointer));
        return findings.errorCount() == before;
    }

    private @Nullable Object readNumber(JsonNode node, String pointer) {
        if (Double.isFinite(node.doubleValue())) {
            return node.doubleValue();
        }
        findings.error(pointer, "out_of_range", "%s is too large a number".formatted(nameOf(pointer)));
        return null;
    }

    private @Nullable Duration readDuration(JsonNode node, String pointer) {
        Optional<Duration> duration = node.isTextual() ? Durations.parse(node.textValue()) : Optional.empty();
        if (duration.isEmpty()) {
            findings.error(
                    pointer, "malformed_duration", "%s must be %s".formatted(nameOf(pointer), Durations.EXPECTED));
        }
        return duration.orElse(null);
    }

    private @Nullable Instant readInstant(JsonNode node, String pointer) {
        Optional<Instant> time = node.isTextual() ? Times.parse(node.textValue()) : Optional.empty();
        if (time.isEmpty()) {
            findings.error(pointer, "malformed_time", "%s must be %s".formatted(nameOf(pointer), Times.EXPECTED));
        }
        return time.orElse(null);
    }

    @SuppressWarnings("unchecked")
    private @Nullable Object readEnum(JsonNode node, Class<?> type, String pointer) {
        Class<? extends Enum<?>> words = (Class<? extends Enum<?>>) type;
        List<String> allowed = Words.all(words);
        int index = node.isTextual() ? allowed.indexOf(node.textValue()) : -1;
        if (index < 0) {
            findings.error(
                    pointer,
                    "unknown_value",
                    "%s must be one of %s".formatted(nameOf(pointer), String.join(", ", allowed)));
            return null;
        }
        return type.getEnumConstants()[index];
    }

    private static String nameOf(String pointer) {
        return pointer.substring(1).replace('/', '.').replace("~1", "/").replace("~0", "~");
    }
}
