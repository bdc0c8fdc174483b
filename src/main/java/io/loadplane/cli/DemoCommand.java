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
            out.printf("Loadplane serves at %s; a small shop to load is at %s%n", service.url(), target.url());
            if (!target.isAtUsualPort()) {
                out.printf("(Port %d is taken, so the shop has another one.)%n", DemoTarget.USUAL_PORT);
            }
            out.println();
            String token = Files.readString(service.tokenFile()).strip();
            ApiClient api = new ApiClient(new Access(service.url(), token), out);
            String run = submit(api, target);
            watch(api, run);
            invite(service, target, run);
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

    /** With the names that the examples of the README use. */
    private void invite(Service service, DemoTarget target, String run) {
        String header = "-H \"Authorization: Bearer $TOKEN\"";
        out.printf("%nIt is history now. To look at it, paste this into another terminal:%n%n");
        out.printf("export TOKEN=$(cat '%s') API=%s SHOP=%s%n", service.tokenFile(), service.url(), target.url());
        out.printf("curl -s $API/runs %s%n", header);
        out.printf("curl -s $API/runs/%s %s%n", run, header);
        out.printf("curl -s $API/runs/%s/report %s -o report.html%n", run, header);
        out.printf("%nWith TOKEN, API and SHOP set so, the examples of the README can be pasted as well.%n");
        out.printf("Loadplane and the shop go on serving (Ctrl-C ends them; everything is kept).%n");
    }

    private static String script() throws IOException {
        try (InputStream resource = DemoCommand.class.getResourceAsStream("/demo/main.py")) {
            return new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
