package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Shows one load test from beginning to end, then serves like any other Loadplane. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts the service, runs an example load test against a small shop on this machine, then keeps serving.")
public final class DemoCommand implements Callable<Integer> {

    private final PrintWriter out = new PrintWriter(System.out, true);

    @Override
    public Integer call() throws IOException, InterruptedException {
        System.setProperty("loadplane.log.level", "WARN");
        out.println("Starting Loadplane with its embedded PostgreSQL …");
        try (Service service = Service.start();
                DemoTarget target = DemoTarget.start()) {
            out.printf("Loadplane serves at %s; a small shop to load is at %s%n%n", service.url(), target.url());
            String token = Files.readString(service.tokenFile()).strip();
            ApiClient api = new ApiClient(new Access(service.url(), token), out);
            String run = submit(api, target);
            watch(api, run);
            invite(service, run);
            service.awaitEnd();
        }
        return 0;
    }

    private String submit(ApiClient api, DemoTarget target) throws IOException, InterruptedException {
        Map<String, Object> loadTest = Map.of(
                "name",
                "demo-shop",
                "main_py_content",
                script(),
                "host",
                target.url(),
                "users",
                20,
                "spawn_rate",
                10,
                "run_time",
                "20s",
                "replicas",
                2,
                "criteria",
                List.of(
                        Map.of("metric", "p95", "op", "<", "value", 300),
                        Map.of("metric", "failure_ratio", "op", "<", "value", 0.05)),
                "if_exists",
                "revise");
        out.println("POST /loadtests: 20 users on 2 workers for 20 seconds");
        return api.post("/loadtests", ApiClient.JSON.writeValueAsBytes(loadTest))
                .path("latest_run")
                .path("id")
                .asText();
    }

    private void watch(ApiClient api, String run) throws InterruptedException {
        RunDisplay display = new RunDisplay(out);
        JsonNode ended = new RunWatch(api, display, run).await(null).orElseThrow();
        display.result(ended, api.find("/runs/" + run + "/stats"));
    }

    private void invite(Service service, String run) {
        String curl = "curl -s -H \"Authorization: Bearer $(cat %s)\" %s".formatted(service.tokenFile(), service.url());
        out.printf("%nIt is history now. Try:%n%n");
        out.printf("%s/runs%n", curl);
        out.printf("%s/runs/%s%n", curl, run);
        out.printf("%s/runs/%s/report -o report.html%n", curl, run);
        out.printf("%nStill serving at %s (Ctrl-C ends it; everything is kept).%n", service.url());
    }

    private static String script() throws IOException {
        try (InputStream resource = DemoCommand.class.getResourceAsStream("/demo/main.py")) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
