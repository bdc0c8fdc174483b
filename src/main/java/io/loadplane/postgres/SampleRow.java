package io.loadplane.postgres;

import io.loadplane.model.run.Sample;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@MappedEntity("sample")
record SampleRow(
        String runId,
        long seq,
        Instant at,
        int users,
        int workers,
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
        @Nullable Double currentP99,
        @Nullable Double cpuAvg,
        @Nullable Double cpuMax) {

    static SampleRow of(String runId, long seq, Sample sample) {
        return new SampleRow(
                runId,
                seq,
                sample.at(),
                sample.users(),
                sample.workers(),
                sample.requests(),
                sample.failures(),
                sample.rps(),
                sample.failuresPerSecond(),
                sample.avg(),
                sample.p50(),
                sample.p95(),
                sample.p99(),
                sample.currentP50(),
                sample.currentP95(),
                sample.currentP99(),
                sample.cpuAvg(),
                sample.cpuMax());
    }

    Sample toSample() {
        return new Sample(
                seq,
                at,
                users,
                workers,
                requests,
                failures,
                rps,
                failuresPerSecond,
                avg,
                p50,
                p95,
                p99,
                currentP50,
                currentP95,
                currentP99,
                cpuAvg,
                cpuMax);
    }
}
