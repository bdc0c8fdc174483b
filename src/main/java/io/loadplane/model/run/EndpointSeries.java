package io.loadplane.model.run;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One endpoint over time. */
public record EndpointSeries(String method, String name, List<Point> points) {

    public EndpointSeries {
        points = List.copyOf(points);
    }

    /** One endpoint at one moment, in the units and words of {@link Sample}. */
    public record Point(
            long seq,
            Instant at,
            long requests,
            long failures,
            double rps,
            double failuresPerSecond,
            double avg,
            double p50,
            double p95,
            double p99,
            @Nullable Double currentP50,
            @Nullable Double currentP95,
            @Nullable Double currentP99) {

        public static Point of(EntryStore.Moment moment, EndpointStatistics endpoint) {
            return new Point(
                    moment.seq(),
                    moment.at(),
                    endpoint.requests(),
                    endpoint.failures(),
                    endpoint.currentRps(),
                    endpoint.currentFailuresPerSecond(),
                    endpoint.avg(),
                    endpoint.percentile("p50"),
                    endpoint.percentile("p95"),
                    endpoint.percentile("p99"),
                    endpoint.currentPercentiles().get("p50"),
                    endpoint.currentPercentiles().get("p95"),
                    endpoint.currentPercentiles().get("p99"));
        }
    }
}
