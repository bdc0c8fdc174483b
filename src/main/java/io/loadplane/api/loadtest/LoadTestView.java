package io.loadplane.api.loadtest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.loadplane.api.run.RunView;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.run.Run;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A load test: its newest definition and its newest run.
 *
 * @param id of the load test
 * @param version counts every change; also the ETag
 * @param revision number of the newest revision
 * @param definition what it is
 * @param latestRun its newest run; null when it never ran
 * @param baselineId the run that the others are compared with; null for none
 * @param warnings what is doubtful about the definition; only in answers to calls that wrote it
 * @param createdAt when it was first stored
 * @param updatedAt when its newest revision was stored
 * @param links where to read more, by name
 */
@Serdeable
@Schema(name = "LoadTest")
public record LoadTestView(
        @Schema(example = "lt-01k0000000000000000000000a") String id,
        @Schema(example = "1") int version,
        @Schema(example = "1") int revision,
        @JsonUnwrapped DefinitionBody definition,
        @Nullable RunView latestRun,

        @Nullable @Schema(requiredMode = Schema.RequiredMode.REQUIRED, example = "run-01k0000000000000000000000a")
        String baselineId,

        List<WarningView> warnings,
        Instant createdAt,
        Instant updatedAt,
        Map<String, String> links) {

    static LoadTestView of(
            LoadTest loadTest, @Nullable RunView latestRun, @Nullable Run baseline, List<WarningView> warnings) {
        return new LoadTestView(
                loadTest.id().value(),
                loadTest.version(),
                loadTest.revision().number(),
                DefinitionWriter.write(loadTest.revision().definition()),
                latestRun,
                baseline == null ? null : baseline.id().value(),
                warnings,
                loadTest.createdAt(),
                loadTest.updatedAt(),
                links(loadTest.id()));
    }

    static Map<String, String> links(LoadTestId id) {
        String self = "/loadtests/" + id;
        return Map.of("self", self, "revisions", self + "/revisions", "runs", self + "/runs", "trend", self + "/trend");
    }
}
