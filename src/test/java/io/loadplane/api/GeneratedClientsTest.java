package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What OpenAPI Generator makes of the description compiles and works; the programs in src/test/clients show how. */
class GeneratedClientsTest {

    private static final Path SOURCES = Path.of("src/test/clients").toAbsolutePath();
    private static final Path CLIENTS = Path.of("target/clients").toAbsolutePath();
    private static final Path CACHE = TestService.CACHE.resolveSibling("clients");
    private static final String TYPESCRIPT = "typescript@5.9.3";
    private static final String EXPECTED = "completed passed\ninvalid_request /users\n";
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private static final CountingTarget TARGET = CountingTarget.start();

    @BeforeAll
    static void generate() throws IOException, InterruptedException {
        call(
                Path.of("").toAbsolutePath(),
                JAVA,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                "target/openapi-generator-cli.jar",
                "batch",
                "--root-dir",
                ".",
                SOURCES.resolve("java.yml").toString(),
                SOURCES.resolve("python.yml").toString(),
                SOURCES.resolve("typescript.yml").toString());
    }

    @AfterAll
    static void closeTarget() {
        TARGET.close();
    }

    @Test
    void java_creates_waits_and_reads_the_verdict() throws IOException, InterruptedException {
        Path folder = CLIENTS.resolve("java");
        List<String> compile = new ArrayList<>(List.of(
                JAVA + "c",
                "-J-XX:TieredStopAtLevel=1",
                "-nowarn",
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                "out"));
        try (Stream<Path> sources = Files.walk(folder.resolve("src/main/java"))) {
            sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(compile::add);
        }
        compile.add(SOURCES.resolve("java/Example.java").toString());
        call(folder, compile.toArray(String[]::new));

        String said = use(folder, JAVA, "-cp", "out:" + System.getProperty("java.class.path"), "Example");

        assertThat(said).isEqualTo(EXPECTED);
    }

    @Test
    void python_creates_waits_and_reads_the_verdict() throws IOException, InterruptedException {
        Path folder = CLIENTS.resolve("python");
        Path python = CACHE.resolve("python/bin/python");
        if (!Files.exists(python)) {
            call(folder, "python3", "-m", "venv", CACHE.resolve("python").toString());
        }
        call(folder, python.toString(), "-m", "pip", "install", "-q", "-r", "requirements.txt");
        call(folder, python.toString(), "-m", "compileall", "-q", "loadplane_client");
        Files.copy(
                SOURCES.resolve("python/example.py"),
                folder.resolve("example.py"),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(use(folder, python.toString(), "example.py")).isEqualTo(EXPECTED);
    }

    @Test
    void typescript_creates_waits_and_reads_the_verdict() throws IOException, InterruptedException {
        assumeTrue(hasNode(), "=== NO NODE.JS 18 OR LATER WITH npm: the TypeScript client is not tested. ===");
        Path folder = CLIENTS.resolve("typescript");
        Path compiler = CACHE.resolve("typescript/node_modules/typescript/bin/tsc");
        if (!Files.exists(compiler)) {
            Files.createDirectories(CACHE.resolve("typescript"));
            call(CACHE.resolve("typescript"), "npm", "install", "--no-audit", "--no-fund", "--prefix", ".", TYPESCRIPT);
        }
        for (String name : List.of("example.ts", "tsconfig.json")) {
            Files.copy(
                    SOURCES.resolve("typescript").resolve(name),
                    folder.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        call(folder, "node", compiler.toString(), "-p", ".");

        assertThat(use(folder, "node", "out/example.js")).isEqualTo(EXPECTED);
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            Process node = new ProcessBuilder(
                            "sh",
                            "-c",
                            "command -v npm && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'")
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return node.waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs a program that takes server, token and target. */
    private static String use(Path folder, String... command) throws IOException, InterruptedException {
        TestService service = TestService.shared();
        List<String> all = new ArrayList<>(List.of(command));
        all.add(service.url().toString());
        all.add(service.token());
        all.add(TARGET.url());
        return call(folder, all.toArray(String[]::new));
    }

    /** What it said; it must succeed within minutes. */
    private static String call(Path folder, String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("loadplane-client", ".log");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(5, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output);
        assertThat(ended && process.exitValue() == 0)
                .as("%s: %s", command[0], said)
                .isTrue();
        Files.delete(output);
        return said;
    }
}
