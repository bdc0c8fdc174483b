package io.loadplane.api.environment;

import com.google.re2j.Pattern;
import io.loadplane.api.environment.PolicyBody.ForbiddenTimeBody;
import io.loadplane.api.request.ZoneNames;
import io.loadplane.model.Findings;
import io.loadplane.model.Words;
import io.loadplane.model.policy.ForbiddenTime;
import io.loadplane.model.policy.Policy;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From what callers write of a policy to what the model means. */
final class PolicyReader {

    private static final Pattern TIME = Pattern.compile("(?:[01]\\d|2[0-3]):[0-5]\\d");

    private PolicyReader() {}

    static Policy read(@Nullable PolicyBody body, Findings findings) {
        if (body == null) {
            return Policy.CLOSED;
        }
        return new Policy(
                or(body.allowedNamespaces(), List.of()),
                or(body.allowedSecrets(), List.of()),
                or(body.allowedConfigMaps(), List.of()),
                or(body.allowedServiceAccounts(), List.of()),
                or(body.allowedVolumeClaims(), List.of()),
                or(body.allowedStorageClasses(), List.of()),
                or(body.allowedPodLabels(), List.of()),
                or(body.allowedPodAnnotations(), List.of()),
                or(body.allowedIngressAnnotations(), List.of()),
                or(body.allowedImages(), Policy.ANY),
                or(body.allowedTargetHosts(), Policy.ANY),
                or(body.allowedIngressHosts(), Policy.ANY),
                or(body.allowedIngressClasses(), Policy.ANY),
                or(body.allowedTolerations(), Policy.ANY),
                or(body.allowedPriorityClasses(), Policy.ANY),
                or(body.allowedRuntimeClasses(), Policy.ANY),
                or(body.allowedPackages(), Policy.ANY),
                or(body.requiredLabels(), Map.of()),
                body.maxWorkers(),
                body.maxUsers(),
                body.maxRunTime(),
                body.maxEphemeralVolume(),
                forbiddenTimes(or(body.forbiddenTimes(), List.of()), findings));
    }

    private static List<ForbiddenTime> forbiddenTimes(List<ForbiddenTimeBody> bodies, Findings findings) {
        List<ForbiddenTime> times = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            ForbiddenTimeBody body = bodies.get(i);
            String at = "/policy/forbidden_times/" + i;
            LocalTime from = time(at + "/from", body.from(), findings);
            // The end of a day is the beginning of the next.
            LocalTime to = body.to().equals("24:00") ? LocalTime.MIDNIGHT : time(at + "/to", body.to(), findings);
            List<DayOfWeek> days = days(at + "/days", or(body.days(), List.of()), findings);
            ZoneId zone = ZoneNames.read(at + "/time_zone", body.timeZone(), findings);
            if (from != null && to != null && zone != null) {
                times.add(new ForbiddenTime(days, from, to, zone));
            }
        }
        return times;
    }

    private static List<DayOfWeek> days(String pointer, List<String> words, Findings findings) {
        List<DayOfWeek> days = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            Optional<DayOfWeek> day = Words.parse(DayOfWeek.class, words.get(i));
            if (day.isEmpty()) {
                findings.error(
                        pointer + "/" + i,
                        "unknown_value",
                        "a day must be one of " + String.join(", ", Words.all(DayOfWeek.class)));
            }
            day.ifPresent(days::add);
        }
        return days;
    }

    private static @Nullable LocalTime time(String pointer, String text, Findings findings) {
        if (TIME.matcher(text).matches()) {
            return LocalTime.parse(text);
        }
        findings.error(pointer, "malformed_time", "\"%s\" is no time of a day, such as \"08:00\"".formatted(text));
        return null;
    }

    private static <T> T or(@Nullable T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
