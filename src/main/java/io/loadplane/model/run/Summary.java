package io.loadplane.model.run;

/** The figures of a run on one line. Times in ms, rates per second; {@code rps} is the average over the run. */
public record Summary(
        long requests,
        long failures,
        double rps,
        double avg,
        double min,
        double max,
        double p50,
        double p90,
        double p95,
        double p99,
        int usersPeak) {

    public double failureRatio() {
        return requests == 0 ? 0 : (double) failures / requests;
    }

    public static Summary of(Statistics statistics) {
        EndpointStatistics total = statistics.total();
        return new Summary(
                total.requests(),
                total.failures(),
                total.rps(),
                total.avg(),
                total.min(),
                total.max(),
                total.percentile("p50"),
                total.percentile("p90"),
                total.percentile("p95"),
                total.percentile("p99"),
                statistics.usersPeak());
    }
}
