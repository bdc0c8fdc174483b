package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.Application;
import io.loadplane.testing.Api;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** Calls commands in this process, against a service. */
final class Shell {

    private final String server;

    private final String token;

    Shell() {
        this(TestService.shared().url().toString(), TestService.shared().token());
    }

    Shell(String server, String token) {
        this.server = server;
        this.token = token;
    }

    /** What a command said, and how it ended. */
    record Said(int exit, String out, String err) {

        JsonNode json() {
            return Shell.json(out);
        }
    }

    static JsonNode json(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + text, e);
        }
    }

    Said call(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine program = Application.commandLine();
        program.setOut(new PrintWriter(out));
        program.setErr(new PrintWriter(err));
        int exit = program.execute(arguments(arguments).toArray(String[]::new));
        return new Said(exit, out.toString(), err.toString());
    }

    List<String> arguments(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--server", server, "--token", token));
        return all;
    }

    /** The program as a process of its own. */
    static ProcessBuilder program(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.loadplane.Application"));
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** A script in a folder of its own, by whose name the load test goes. */
    static Path script(Path folder, String content) {
        try {
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve("main.py"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
