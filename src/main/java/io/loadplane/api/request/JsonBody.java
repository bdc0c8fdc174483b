package io.loadplane.api.request;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.re2j.Pattern;
import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.micronaut.http.HttpRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request body as a tree. Anything that is not one JSON object in UTF-8 ends the request at once. */
public record JsonBody(ObjectNode tree) {

    /** Deeper than any pod template. */
    private static final int DEEPEST = 100;

    /** Every name and every value counts one; what a caller says wrongly is looked at name by name. */
    private static final int MOST_TOKENS = 20_000;

    /** Findings name the place of a value by all the names above it. */
    private static final int LONGEST_NAME = 1_000;

    /** How the parser says where it stands in its own source. */
    private static final Pattern PLACE = Pattern.compile("\\s*[\\[(](?:Source|from|start marker).*");

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxTokenCount(MOST_TOKENS)
                            .maxNameLength(LONGEST_NAME)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** The bytes of a body; none when nothing was sent. */
    public static byte[] bytes(HttpRequest<byte[]> request) {
        return request.getBody(byte[].class).orElse(new byte[0]);
    }

    public static JsonBody parse(byte[] body) {
        if (body.length == 0) {
            throw refused("body_missing", "a JSON object is expected as the request body");
        }
        try {
            JsonNode node = MAPPER.readTree(decode(body));
            if (node instanceof ObjectNode object) {
                return new JsonBody(object);
            }
            throw refused("wrong_type", "the body must be a JSON object");
        } catch (StreamConstraintsException e) {
            throw refused(
                    "too_complex",
                    "the body is nested more than %d deep, has more than %d names and values, a name of more than %d characters, or a number of very many digits"
                            .formatted(DEEPEST, MOST_TOKENS, LONGEST_NAME));
        } catch (JsonProcessingException e) {
            throw refused("malformed_json", "the body is not JSON%s%s".formatted(place(e), cause(e)));
        }
    }

    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " (line %d, column %d)".formatted(location.getLineNr(), location.getColumnNr());
    }

    /** The parser's own words, unless they are about the parser. */
    private static String cause(JsonProcessingException e) {
        if (e instanceof MismatchedInputException) {
            return ": there is something behind its end";
        }
        String message = PLACE.matcher(
                        e.getOriginalMessage().lines().findFirst().orElse(""))
                .replaceFirst("");
        return message.isBlank() || message.contains("`") ? "" : ": " + message;
    }

    /** For calls whose body may be left out. */
    public static JsonBody parseOrEmpty(byte[] body) {
        return body.length == 0 ? new JsonBody(MAPPER.createObjectNode()) : parse(body);
    }

    /** The text of a top-level field; null when it is missing or no text. */
    public @Nullable String text(String field) {
        return tree.path(field).isTextual() ? tree.path(field).textValue() : null;
    }

    /** Whether a top-level field was written as null, which is more than leaving it out. */
    public boolean isNull(String field) {
        return tree.path(field).isNull();
    }

    /** An object at the top; empty when it is missing or something else, which is found when the body is read. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> map(String field) {
        return tree.get(field) instanceof ObjectNode object ? MAPPER.convertValue(object, Map.class) : Map.of();
    }

    /** Whether there is anything at that place. */
    public boolean has(String pointer) {
        return !tree.at(pointer).isMissingNode();
    }

    /** This body with the values that hold where it says nothing; objects are merged, all else is replaced as a whole. */
    public JsonBody over(Map<String, Object> defaults) {
        ObjectNode merged = MAPPER.valueToTree(defaults);
        merge(merged, tree);
        return new JsonBody(merged);
    }

    private static void merge(ObjectNode below, ObjectNode above) {
        above.properties().forEach(field -> {
            JsonNode existing = below.get(field.getKey());
            if (existing instanceof ObjectNode existingObject && field.getValue() instanceof ObjectNode object) {
                merge(existingObject, object);
            } else {
                below.set(field.getKey(), field.getValue());
            }
        });
    }

    private static String decode(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refused("not_utf8", "the body is not UTF-8");
        }
    }

    private static InvalidRequest refused(String code, String message) {
        return new InvalidRequest(Finding.at("", code, message));
    }
}
