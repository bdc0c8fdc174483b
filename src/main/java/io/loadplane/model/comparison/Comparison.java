package io.loadplane.model.comparison;

import io.loadplane.model.run.RunId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a run differs from its baseline.
 *
 * @param tolerance as a share: differences below it are taken for noise
 * @param reasons what regressed or improved most, or why the runs are not comparable
 * @param total null when one of the runs measured nothing
 * @param endpoints by method and name
 */
public record Comparison(
        RunId run,
        RunId baseline,
        double tolerance,
        Change change,
        List<String> reasons,
        @Nullable EndpointChange total,
        List<EndpointChange> endpoints) {

    public Comparison {
        reasons = List.copyOf(reasons);
        endpoints = List.copyOf(endpoints);
    }
}
