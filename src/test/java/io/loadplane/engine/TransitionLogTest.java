package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log of a service tells the moves of its runs, for programs too. */
class TransitionLogTest {

    @TempDir
    private Path home;

    @Test
    void every_move_of_a_run_is_one_line_that_programs_can_read() throws Exception {
        Map<String, String> settings =
                Map.of("LOADPLANE_LOG_FORMAT", "json", "JAVA_TOOL_OPTIONS", "-Dlogback.configurationFile=logback.xml");
        try (ServiceProcess service = ServiceProcess.start(home, settings)) {
            Runs runs = new Runs(service.api());
            String run = runs.start(Requests.loadTest().put("start", true).put("main_py_content", "import not_there"));
            runs.awaitEnd(run);

            List<ObjectNode> moves = service.log()
                    .lines()
                    .filter(line -> line.startsWith("{"))
                    .map(TransitionLogTest::members)
                    .filter(line -> line.path("run").asText().equals(run) && line.has("to"))
                    .toList();

            assertThat(moves)
                    .extracting(move -> move.path("to").asText())
                    .containsExactlyElementsOf(runs.statuses(run));
            assertThat(moves.get(1).path("from").asText()).isEqualTo("queued");
            assertThat(moves.getLast().path("reason").asText()).isEqualTo("script_error");
            assertThat(moves.getLast().path("environment").asText()).isEqualTo("local");
            assertThat(moves.getLast().path("owner").asText()).contains("@");
        }
    }

    private static ObjectNode members(String line) {
        try {
            ObjectNode members = Api.JSON.createObjectNode();
            for (JsonNode member : Api.JSON.readTree(line).path("kvpList")) {
                members.setAll((ObjectNode) member);
            }
            return members;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
