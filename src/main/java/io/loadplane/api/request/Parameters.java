package io.loadplane.api.request;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.DnsLabel;
import io.loadplane.model.Durations;
import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.loadplane.model.Words;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads parameters of paths and queries; each error names the parameter and what would be right. */
public final class Parameters {

    private Parameters() {}

    /** An id in a path. One that cannot be an id is simply not there. */
    public static <I> I id(String noun, String text, Function<String, I> type) {
        try {
            return type.apply(text);
        } catch (IllegalArgumentException e) {
            throw ControlPlaneException.notFound(noun, text);
        }
    }

    public static <I> @Nullable I idOrNull(String parameter, @Nullable String text, Function<String, I> type) {
        try {
            return text == null ? null : type.apply(text);
        } catch (IllegalArgumentException e) {
            throw refused(parameter, "malformed_id", "%s must be an id as this API shows them".formatted(parameter));
        }
    }

    public static <E extends Enum<E>> @Nullable E word(String parameter, @Nullable String text, Class<E> type) {
        if (text == null) {
            return null;
        }
        return Words.parse(type, text)
                .orElseThrow(() -> refused(
                        parameter,
                        "unknown_value",
                        "%s must be one of %s".formatted(parameter, String.join(", ", Words.all(type)))));
    }

    public static @Nullable String dnsLabelOrNull(String parameter, @Nullable String text) {
        return text == null ? null : dnsLabel(parameter, text);
    }

    /** A name of a namespace. */
    public static String dnsLabel(String parameter, String text) {
        if (!DnsLabel.matches(text)) {
            throw refused(
                    parameter,
                    "malformed_name",
                    "%s must be lower-case letters, digits and \"-\", at most 63 characters".formatted(parameter));
        }
        return text;
    }

    public static @Nullable Duration duration(String parameter, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return Durations.parse(text)
                .orElseThrow(() -> refused(
                        parameter, "malformed_duration", "%s must be %s".formatted(parameter, Durations.EXPECTED)));
    }

    public static @Nullable Instant instant(String parameter, @Nullable String text) {
        if (text == null) {
            return null;
        }
        return Times.parse(text)
                .orElseThrow(() ->
                        refused(parameter, "malformed_time", "%s must be %s".formatted(parameter, Times.EXPECTED)));
    }

    /** Labels to filter by, each {@code name=value}. */
    public static Map<String, String> labels(@Nullable List<String> texts) {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String text : texts == null ? List.<String>of() : texts) {
            int separator = text.indexOf('=');
            if (separator < 1) {
                throw refused("label", "malformed_label", "label must be name=value, such as label=team=shop");
            }
            labels.put(text.substring(0, separator), text.substring(separator + 1));
        }
        return labels;
    }

    private static InvalidRequest refused(String parameter, String code, String message) {
        return new InvalidRequest(Finding.inParameter(parameter, code, message));
    }
}
