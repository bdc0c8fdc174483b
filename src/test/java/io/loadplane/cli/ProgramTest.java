package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.loadplane.testing.Runs;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shows only when the program is a process of its own: what it is given, and what it leaves. */
class ProgramTest {

    private static final String RUN = "run-" + "0".repeat(26);

    private final CountDownLatch looked = new CountDownLatch(1);
    private HttpServer server;

    @TempDir
    private Path home;

    @BeforeEach
    void configureAServiceWithoutRuns() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = "{\"items\": []}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            looked.countDown();
        });
        server.start();
        Path file = home.resolve(".config/loadplane/config");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                "server = http://127.0.0.1:%d\ntoken = token\n"
                        .formatted(server.getAddress().getPort()));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void it_is_configured_in_the_home_of_the_environment_and_notices_that_a_disk_is_full()
            throws IOException, InterruptedException {
        Process process = program("list").redirectOutput(new File("/dev/full")).start();

        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isEqualTo(3);
        assertThat(said).contains("Standard output could not be written: ").doesNotContain("\tat ");
    }

    @Test
    void who_no_longer_watches_is_told_that_the_run_goes_on() throws IOException, InterruptedException {
        Path output = home.resolve("output");
        Process process = program("watch", RUN)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();

        Runs.kill(process.pid(), "INT");

        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(130);
        assertThat(Files.readString(output)).contains(RUN + " goes on.");
    }

    @Test
    void a_demo_whose_port_is_taken_says_so_and_what_to_do() throws IOException, InterruptedException {
        ProcessBuilder demo = program("demo").redirectErrorStream(true);
        demo.environment().put("LOADPLANE_HOME", home.resolve("demo").toString());
        demo.environment()
                .put("LOADPLANE_PORT", Integer.toString(server.getAddress().getPort()));

        Process process = demo.start();

        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isEqualTo(1);
        assertThat(said)
                .contains(": Address already in use. Set LOADPLANE_PORT to a free port.")
                .doesNotContain("\tat ");
    }

    private ProcessBuilder program(String... arguments) {
        ProcessBuilder program = Shell.program(List.of(arguments));
        List.of("XDG_CONFIG_HOME", "LOADPLANE_SERVER", "LOADPLANE_TOKEN").forEach(program.environment()::remove);
        program.environment().put("HOME", home.toString());
        return program;
    }
}
