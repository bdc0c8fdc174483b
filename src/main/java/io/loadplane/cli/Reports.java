package io.loadplane.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports of runs as files. */
final class Reports {

    private Reports() {}

    /** By the end of its name: .html, .csv, .json, and .xml for JUnit. */
    static String format(Path file) {
        String name = file.getFileName().toString();
        String end = name.substring(name.lastIndexOf('.') + 1);
        return switch (end) {
            case "html", "csv", "json" -> end;
            case "xml" -> "junit";
            default ->
                throw new CommandFailure(
                        Exit.USAGE, "%s must end in .html, .csv, .json or .xml (JUnit).".formatted(file));
        };
    }

    static String read(ApiClient api, String run, String format) throws InterruptedException {
        StringWriter text = new StringWriter();
        api.copy("/runs/%s/report?format=%s".formatted(run, format), new PrintWriter(text));
        return text.toString();
    }

    static void write(Path file, String report) {
        try {
            Files.writeString(file, report);
        } catch (IOException e) {
            throw new CommandFailure(Exit.FAILED, "%s cannot be written: %s".formatted(file, e));
        }
    }
}
