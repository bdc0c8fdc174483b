package io.loadplane.model.cluster;

import io.loadplane.model.loadtest.Criterion;
import io.loadplane.model.loadtest.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the agent of a master must keep for the criteria of its run, as environment variables; the same on every target. */
public final class CriterionVariables {

    private CriterionVariables() {}

    public static Map<String, String> of(Settings settings) {
        Map<String, String> variables = new LinkedHashMap<>();
        List<Criterion> fromLater = settings.criteria().stream()
                .filter(criterion -> criterion.after() != null)
                .toList();
        if (!fromLater.isEmpty()) {
            variables.put(
                    "LOADPLANE_MOMENTS",
                    fromLater.stream()
                            .map(CriterionVariables::moment)
                            .distinct()
                            .collect(Collectors.joining(",")));
        }
        // Times within a window are the difference of two histograms, which are large: only who needs them gets them.
        if (!fromLater.isEmpty() || settings.criteria().stream().anyMatch(criterion -> criterion.action() != null)) {
            variables.put("LOADPLANE_HISTOGRAMS", "1");
        }
        return variables;
    }

    /** Its name and the seconds since the start; none for the end of the ramp-up. */
    private static String moment(Criterion criterion) {
        String seconds =
                criterion.delay().map(delay -> Long.toString(delay.toSeconds())).orElse("");
        return criterion.after() + ":" + seconds;
    }
}
