package io.loadplane.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

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

    /** The failure names the file. */
    static void write(ApiClient api, String run, String format, Path file) throws InterruptedException {
        try {
            Files.writeString(file, read(api, run, format));
        } catch (CommandFailure e) {
            throw new CommandFailure(e.exit(), noReport(file, e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(Exit.FAILED, noReport(file, "its folder is not there"));
        } catch (IOException e) {
            throw new CommandFailure(Exit.FAILED, noReport(file, LocalFiles.reason(e)));
        }
    }

    static String noReport(Path file, @Nullable String why) {
        return "No report %s: %s".formatted(file, why);
    }
}
