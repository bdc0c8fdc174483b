package io.loadplane.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.re2j.Pattern;
import io.loadplane.model.cluster.AgentOutput;
import io.loadplane.model.cluster.AgentRecord;
import io.loadplane.model.cluster.Observation;
import io.loadplane.model.cluster.Observation.Component;
import io.loadplane.model.cluster.Observation.Phase;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads from a run's folder and the process table how far its components are. */
final class LocalObserver {

    private static final Pattern PID = Pattern.compile("[1-9]\\d{0,17}");
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int SHOWN_OUTPUT = 4000;

    /** Stands for a pid that a script has spoilt; no process has it. */
    private static final long NOBODY = 0;

    private final RunId id;
    private final RunFolder folder;

    LocalObserver(RunId id, RunFolder folder) {
        this.id = id;
        this.folder = folder;
    }

    Observation observe(int replicas) throws IOException {
        List<Component> workers = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            String name = RunFolder.name(RunLog.Component.WORKER, i);
            if (Files.exists(folder.pid(name))) {
                workers.add(component(name));
            }
        }
        return new Observation(component("master"), workers);
    }

    /** The first process of every component that was ever started. */
    static List<Long> leaders(RunFolder folder) throws IOException {
        List<Long> leaders = new ArrayList<>();
        if (Files.isDirectory(folder.path())) {
            try (Stream<Path> files = Files.list(folder.path())) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".pid")).toList()) {
                    leaders.add(readPid(file));
                }
            }
        }
        return leaders;
    }

    private Component component(String name) throws IOException {
        if (!Files.exists(folder.pid(name))) {
            return Component.ABSENT;
        }
        if (!Processes.isAlive(id, readPid(folder.pid(name)))) {
            return new Component(Phase.ENDED, null, null, failure(name));
        }
        JsonNode phase = readJson(folder.phase(name));
        Instant since = Instant.ofEpochMilli((long) (phase.path("since").asDouble() * 1000));
        boolean running = phase.path("phase").asText().equals("running");
        return new Component(running ? Phase.RUNNING : Phase.PREPARING, since, textOrNull(phase, "progress"), null);
    }

    /** What the component said itself; of one that was killed, only its output is left. */
    private @Nullable Reason failure(String name) throws IOException {
        JsonNode record = readJson(folder.termination(name));
        if (record.path("type").asText().equals("fatal")) {
            String detail = textOrNull(record, "detail");
            return new AgentRecord(
                            record.path("stage").asText(), record.path("error").asText(), detail)
                    .reason();
        }
        return endedAsPlanned(name, record) ? null : new Reason(lossOf(name), howItEnded(name), lastOutput(name));
    }

    /** A master leaves its summary, a worker just goes. */
    private boolean endedAsPlanned(String name, JsonNode record) throws IOException {
        return name.equals("master")
                ? record.path("type").asText().equals("final")
                : exitCode(name).equals("0");
    }

    /** Only the script can end the process without the agent's knowledge; only others can kill it. */
    private ReasonCode lossOf(String name) throws IOException {
        if (!exitCode(name).isEmpty() && !exitCode(name).startsWith("-")) {
            return ReasonCode.SCRIPT_ERROR;
        }
        return name.equals("master") ? ReasonCode.MASTER_LOST : ReasonCode.WORKERS_LOST;
    }

    private String howItEnded(String name) throws IOException {
        String code = exitCode(name);
        if (code.isEmpty()) {
            return "the process of the %s was killed".formatted(name);
        } else if (code.startsWith("-")) {
            return "the process of the %s was killed by signal %s".formatted(name, code.substring(1));
        }
        return "the process of the %s ended by itself with exit code %s and did not say why; a script can do that with os._exit"
                .formatted(name, code);
    }

    /** Negative for a signal; empty when not even the parent was left to write it down. */
    private String exitCode(String name) throws IOException {
        return Files.exists(folder.exit(name))
                ? Files.readString(folder.exit(name)).strip()
                : "";
    }

    private @Nullable String lastOutput(String name) throws IOException {
        Path log = folder.log(name);
        if (!Files.exists(log)) {
            return null;
        }
        try (var channel = Files.newByteChannel(log)) {
            long from = Math.max(0, channel.size() - SHOWN_OUTPUT);
            ByteBuffer buffer = ByteBuffer.allocate((int) (channel.size() - from));
            channel.position(from).read(buffer);
            byte[] shown = AgentOutput.withoutRecords(Arrays.copyOf(buffer.array(), buffer.position()));
            return new String(shown, StandardCharsets.UTF_8).replace("\0", "\ufffd");
        }
    }

    static long readPid(Path file) throws IOException {
        String pid = Files.readString(file).strip();
        return PID.matcher(pid).matches() ? Long.parseLong(pid) : NOBODY;
    }

    /** The script runs as the same user and may have spoilt the file; then it says nothing. */
    private static JsonNode readJson(Path file) throws IOException {
        try {
            return Files.exists(file) ? MAPPER.readTree(file.toFile()) : MAPPER.createObjectNode();
        } catch (JsonProcessingException e) {
            return MAPPER.createObjectNode();
        }
    }

    private static @Nullable String textOrNull(JsonNode node, String field) {
        return node.path(field).isTextual() ? node.path(field).textValue() : null;
    }
}
