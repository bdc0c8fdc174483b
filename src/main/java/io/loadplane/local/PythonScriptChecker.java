package io.loadplane.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.loadtest.ScriptChecker;
import io.loadplane.model.loadtest.Source;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles scripts with this machine's Python, in one process that is kept between requests, knows nothing of the
 * service's environment, and is replaced as soon as it takes too long or dies. Where there is no Python, or none that
 * can tell, a definition is accepted with a warning: a mistake then shows when the run starts.
 */
@Singleton
class PythonScriptChecker implements ScriptChecker {

    private static final Logger LOG = LoggerFactory.getLogger(PythonScriptChecker.class);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    /** So that a script that takes long does not keep the next ones from being checked. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(12);

    private static final JsonMapper MAPPER = new JsonMapper();

    private final String python;
    private final String program;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private @Nullable Process compiler;

    PythonScriptChecker(LocalSettings settings) throws IOException {
        this.python = settings.python();
        try (InputStream resource = PythonScriptChecker.class.getResourceAsStream("/locust/check.py")) {
            this.program = new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void check(Source source, String pythonOfTarget, Findings findings) {
        if (source.mainPy().isBlank()) {
            return;
        }
        try {
            JsonNode answer = ask(source);
            boolean certain = isAtLeast(answer.path("python").asText(), pythonOfTarget);
            for (JsonNode problem : answer.path("problems")) {
                report(problem, certain, findings);
            }
        } catch (IOException | ExecutionException | TimeoutException e) {
            LOG.warn("the script could not be checked", e);
            warnUnchecked(findings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            warnUnchecked(findings);
        }
    }

    private static void warnUnchecked(Findings findings) {
        findings.warning(
                "/main_py_content",
                "script_not_checked",
                "the script could not be compiled here; mistakes will show when a run starts");
    }

    /** Library files may be templates or data that is never imported, so they only give warnings. */
    private static void report(JsonNode problem, boolean certain, Findings findings) {
        String file = problem.path("file").asText();
        String code = problem.path("code").asText();
        String message = "%s, %s".formatted(file, problem.path("message").asText());
        if (!file.equals("main.py")) {
            String path = file.substring("lib/".length());
            findings.warning("/lib_files_content" + Finding.step(path), code, message);
        } else if (code.equals("script_not_checked")) {
            findings.warning("/main_py_content", code, message);
        } else if (certain || code.equals("relative_import")) {
            findings.error("/main_py_content", code, message);
        } else {
            findings.warning(
                    "/main_py_content", code, message + " (says a Python that is older than the one of the image)");
        }
    }

    private JsonNode ask(Source source) throws IOException, ExecutionException, TimeoutException, InterruptedException {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("main.py", source.mainPy());
        source.libFiles().forEach((path, text) -> {
            if (path.endsWith(".py")) {
                files.put("lib/" + path, text);
            }
        });
        String request = MAPPER.writeValueAsString(Map.of("files", files));
        if (!oneAtATime.tryLock(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new TimeoutException("other scripts are being compiled");
        }
        try {
            Process running = compiler();
            CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> exchange(running, request));
            return MAPPER.readTree(answer.get(LONGEST.toSeconds(), TimeUnit.SECONDS));
        } catch (IOException | ExecutionException | TimeoutException | InterruptedException e) {
            // An answer that nobody waited for must not be taken for the next one.
            stop();
            throw e;
        } finally {
            oneAtATime.unlock();
        }
    }

    private static String exchange(Process compiler, String request) {
        try {
            Writer input = compiler.outputWriter(StandardCharsets.UTF_8);
            input.write(request + "\n");
            input.flush();
            BufferedReader output = compiler.inputReader(StandardCharsets.UTF_8);
            String answer = output.readLine();
            if (answer == null) {
                throw new IllegalStateException("the compiler ended");
            }
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException("the compiler ended", e);
        }
    }

    private Process compiler() throws IOException {
        if (compiler == null || !compiler.isAlive()) {
            ProcessBuilder builder = new ProcessBuilder(python, "-I", "-X", "utf8", "-u", "-c", program)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().keySet().retainAll(Set.of("PATH", "HOME"));
            compiler = builder.start();
        }
        return compiler;
    }

    @PreDestroy
    void stop() {
        if (compiler != null) {
            compiler.destroyForcibly();
        }
    }

    /** Versions such as 3.13, compared by their parts. */
    private static boolean isAtLeast(String version, String wanted) {
        if (wanted.isEmpty()) {
            return true;
        }
        String[] parts = version.split("\\.");
        String[] wantedParts = wanted.split("\\.");
        int major = Integer.compare(Integer.parseInt(parts[0]), Integer.parseInt(wantedParts[0]));
        return major != 0 ? major > 0 : Integer.parseInt(parts[1]) >= Integer.parseInt(wantedParts[1]);
    }
}
