package io.loadplane.api.request;

import io.loadplane.model.Findings;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Time zones as callers write them. */
public final class ZoneNames {

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

    private static final int LONGEST = 100;

    private ZoneNames() {}

    /**
     * The zone of that name; null when there is none, which is found then.
     *
     * @param name null for UTC
     */
    public static @Nullable ZoneId read(String pointer, @Nullable String name, Findings findings) {
        if (name == null) {
            return ZoneId.of("UTC");
        } else if (ZONES.contains(name)) {
            return ZoneId.of(name);
        }
        findings.error(
                pointer,
                "unknown_time_zone",
                "\"%s\" is not the IANA name of a time zone, such as \"Europe/Berlin\"%s"
                        .formatted(name, suggestion(name)));
        return null;
    }

    /** Most leave the continent out. */
    private static String suggestion(String name) {
        if (name.length() > LONGEST) {
            return "";
        }
        String city = "/" + name.toLowerCase(Locale.ROOT).replace(' ', '_');
        return ZONES.stream()
                .filter(zone -> zone.toLowerCase(Locale.ROOT).endsWith(city))
                .sorted()
                .findFirst()
                .map(zone -> "; did you mean \"%s\"?".formatted(zone))
                .orElseGet(() -> Suggestion.of(name, ZONES));
    }
}
