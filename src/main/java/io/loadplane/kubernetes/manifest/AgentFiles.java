package io.loadplane.kubernetes.manifest;

import io.loadplane.model.loadtest.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What runs beside a script in its pods. */
public final class AgentFiles {

    private static final Map<String, String> PROGRAMS = Stream.of(
                    "agent.py", "agent_script.py", "agent_result.py", "agent_delay.py", "install.py")
            .collect(Collectors.toMap(name -> name, AgentFiles::program));

    private AgentFiles() {}

    /** By their names in the agent's ConfigMap. */
    public static Map<String, String> of(Source source) {
        Map<String, String> files = new TreeMap<>(PROGRAMS);
        files.put("requirements.txt", source.requirementLines() + "\n");
        return files;
    }

    private static String program(String name) {
        try (InputStream resource = AgentFiles.class.getResourceAsStream("/locust/" + name)) {
            return new String(Objects.requireNonNull(resource, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
