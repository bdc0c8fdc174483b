package io.loadplane.model.comparison;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one endpoint, or the total, differs from the baseline.
 *
 * @param method empty for the total
 * @param reason why it is not comparable; null when it is
 * @param metrics none for an endpoint that only one of the runs has
 */
public record EndpointChange(
        String method,
        String name,
        long baselineRequests,
        long requests,
        Change change,
        @Nullable String reason,
        List<MetricChange> metrics) {

    public EndpointChange {
        metrics = List.copyOf(metrics);
    }
}
