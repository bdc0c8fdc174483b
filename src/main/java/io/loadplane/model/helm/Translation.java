package io.loadplane.model.helm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of the chart as a definition says them.
 *
 * @param definition the fields that came out, as a tree of maps, lists, texts, numbers and truths
 * @param origins where in the request each place in {@code definition} was written, both as JSON pointers
 */
public record Translation(Map<String, Object> definition, Map<String, String> origins) {

    public Translation {
        definition = Collections.unmodifiableMap(new LinkedHashMap<>(definition));
        origins = Collections.unmodifiableMap(new LinkedHashMap<>(origins));
    }

    /**
     * Where the caller wrote what a finding is about: the place itself or the nearest one above it.
     *
     * @return null when nothing there came from the chart's values
     */
    public @Nullable String originOf(String pointer) {
        String place = pointer;
        while (!place.isEmpty()) {
            String origin = origins.get(place);
            if (origin != null) {
                return origin;
            }
            place = place.substring(0, place.lastIndexOf('/'));
        }
        return null;
    }
}
