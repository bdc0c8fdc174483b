package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes that calls the service. */
final class ServiceOptions {

    enum Output {
        TEXT,
        JSON
    }

    @Nullable
    @Option(names = "--server", paramLabel = "URL", description = "Where the service is; default: on this machine.")
    private String server;

    @Nullable
    @Option(names = "--token", paramLabel = "TOKEN", description = "Who calls; better given as LOADPLANE_TOKEN.")
    private String token;

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json on standard output, with all else on standard error.")
    private Output output = Output.TEXT;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli gives it before it runs anything
    private CommandSpec spec;

    ApiClient api() {
        Access.Sources sources =
                new Access.Sources(System.getenv(), Path.of(Objects.requireNonNull(System.getProperty("user.home"))));
        return new ApiClient(Access.find(server, token, sources), err());
    }

    boolean json() {
        return output == Output.JSON;
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Where people read how it goes on. */
    PrintWriter progress() {
        return json() ? err() : out();
    }

    void print(JsonNode document) {
        out().println(document.toPrettyString());
        out().flush();
    }
}
