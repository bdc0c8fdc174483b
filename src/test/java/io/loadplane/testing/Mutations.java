package io.loadplane.testing;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Breaks trees at random places, the same ones for the same seed. */
public final class Mutations {

    private static final List<String> VALUES = List.of(
            "null",
            "5",
            "-1",
            "0",
            "1.5",
            "1e300",
            "99999999999999999999",
            "true",
            "false",
            "\"\"",
            "\" \"",
            "\"x\"",
            "\"-1\"",
            "\"1e9999\"",
            "\"a\\nb\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\u00e9\u4e2d\ud83d\ude00\"",
            "\"../../x\"",
            "\"/\"",
            "\"*\"",
            "\"loadplane-agent\"",
            "\"LD_PRELOAD\"",
            "\"/loadplane/agent\"",
            "\"hostPath\"",
            "[]",
            "{}",
            "[null]",
            "[[]]",
            "[{}]",
            "[\"x\"]",
            "[5]",
            "{\"\": null}",
            "{\"a\": {}}",
            "{\"name\": null}",
            "{\"name\": \"locust\"}",
            "{\"a/b~c\": [1, {\"d\": []}]}");

    private final JsonNode original;
    private final Random random;

    public Mutations(JsonNode original, long seed) {
        this.original = original;
        this.random = new Random(seed);
    }

    /** A broken tree, and what was done to it. */
    public record Mutated(JsonNode tree, String how) {}

    /** The next tree, broken at one to three places. */
    public Mutated next() {
        JsonNode tree = original.deepCopy();
        List<String> how = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            how.add(mutate(tree));
        }
        return new Mutated(tree, String.join("; ", how));
    }

    private String mutate(JsonNode tree) {
        List<JsonPointer> places = new ArrayList<>();
        collect(tree, JsonPointer.empty(), places);
        JsonPointer place = places.get(random.nextInt(places.size()));
        JsonNode above = tree.at(place.head());
        return switch (random.nextInt(8)) {
            case 0 -> {
                remove(above, place);
                yield "remove " + place;
            }
            case 1 -> {
                JsonPointer from = places.get(random.nextInt(places.size()));
                JsonNode copy = tree.at(from).deepCopy();
                set(above, place, copy);
                yield "%s = that of %s".formatted(place, from);
            }
            case 2 -> {
                JsonNode inner = tree.at(place);
                boolean list = random.nextBoolean();
                set(above, place, list ? Api.JSON.createArrayNode().add(inner) : wrapped(inner));
                yield "%s in a %s".formatted(place, list ? "list" : "map");
            }
            case 3 -> {
                String name = random.nextBoolean() ? "surprise" : "hostNetwork";
                boolean named = above instanceof ObjectNode;
                if (above instanceof ObjectNode object) {
                    object.set(name, value());
                } else {
                    ((ArrayNode) above).add(value());
                }
                yield "%s beside %s".formatted(named ? name : "one more", place);
            }
            default -> {
                JsonNode value = value();
                set(above, place, value);
                yield "%s = %s".formatted(place, value);
            }
        };
    }

    private static ObjectNode wrapped(JsonNode inner) {
        ObjectNode map = Api.JSON.createObjectNode();
        map.set("a", inner);
        return map;
    }

    private JsonNode value() {
        try {
            return Api.JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void set(JsonNode above, JsonPointer place, JsonNode value) {
        if (above instanceof ObjectNode object) {
            object.set(place.last().getMatchingProperty(), value);
        } else {
            ((ArrayNode) above).set(place.last().getMatchingIndex(), value);
        }
    }

    private static void remove(JsonNode above, JsonPointer place) {
        if (above instanceof ObjectNode object) {
            object.remove(place.last().getMatchingProperty());
        } else {
            ((ArrayNode) above).remove(place.last().getMatchingIndex());
        }
    }

    private static void collect(JsonNode node, JsonPointer at, List<JsonPointer> places) {
        if (!at.equals(JsonPointer.empty())) {
            places.add(at);
        }
        node.properties().forEach(field -> collect(field.getValue(), at.appendProperty(field.getKey()), places));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            collect(node.get(i), at.appendIndex(i), places);
        }
    }
}
