package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** What every command takes whose answer programs can read as well. */
final class ServiceOptions extends AccessOptions {

    enum Output {
        TEXT,
        JSON
    }

    @Option(
            names = "--output",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or json on standard output, with all else on standard error.")
    private Output output = Output.TEXT;

    boolean json() {
        return output == Output.JSON;
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
