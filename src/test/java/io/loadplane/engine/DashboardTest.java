package io.loadplane.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.HostileReceiver;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the chart's dashboard and alerts ask for is there to be asked for. */
class DashboardTest {

    private static final Path CHART = Path.of("helm/loadplane");

    /** A figure, and what it is selected by. */
    private static final Pattern FIGURE =
            Pattern.compile("\\b((?:loadplane|locust|http_server|hikaricp|jvm)_[a-z0-9_]+)(?:\\{([^}]*)})?");

    private static final Pattern SELECTOR = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"");

    private final Api api = TestService.shared().api();

    @Test
    void every_figure_of_the_dashboard_and_of_the_alerts_is_there() throws IOException {
        List<String> expressions = new ArrayList<>();
        Api.JSON.readTree(CHART.resolve("dashboards/loadplane.json").toFile()).findValuesAsText("expr", expressions);
        expressions.addAll(alerts());

        String figures = figuresOfARun();

        Set<String> missing = new TreeSet<>();
        expressions.forEach(expression -> missing.addAll(missing(expression, figures)));
        assertThat(expressions)
                .hasSizeGreaterThan(25)
                .allMatch(text -> FIGURE.matcher(text).find());
        assertThat(missing).isEmpty();
    }

    /** With what is there during a run, and what is there afterwards. */
    private String figuresOfARun() {
        try (CountingTarget target = CountingTarget.start();
                HostileReceiver receiver = HostileReceiver.start()) {
            ObjectNode webhook = Api.JSON.createObjectNode().put("url", receiver.url("/ok"));
            webhook.putArray("events").add("run.finished");
            String path = "/webhooks/"
                    + api.post("/webhooks", webhook).json(201).path("id").asText();
            Runs runs = new Runs(api);
            String run = runs.start(Requests.loadTest(target, "5s"));
            String during = await().atMost(Duration.ofMinutes(1))
                    .until(() -> api.get("/prometheus").text(), text -> text.contains(run));
            runs.awaitEnd(run);
            await().untilAsserted(() -> assertThat(receiver.received("/ok")).isNotEmpty());
            String after = await().until(
                            () -> api.get("/prometheus").text(),
                            text -> text.contains("loadplane_webhook_attempts") && !text.contains(run));
            api.delete(path).json(204);
            return during + after;
        }
    }

    private static Set<String> missing(String expression, String figures) {
        Set<String> missing = new TreeSet<>();
        Matcher figure = FIGURE.matcher(expression);
        while (figure.find()) {
            String name = figure.group(1);
            Set<String> labels = new TreeSet<>();
            Matcher selector = SELECTOR.matcher(Objects.requireNonNullElse(figure.group(2), ""));
            while (selector.find()) {
                labels.add(selector.group(1));
            }
            boolean there = figures.lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .anyMatch(line -> labels.stream().allMatch(label -> line.matches(".*[{,]" + label + "=\".*")));
            if (!there) {
                missing.add(name + labels);
            }
        }
        return missing;
    }

    private static List<String> alerts() throws IOException {
        Map<String, List<Map<String, List<Map<String, Object>>>>> file =
                new Yaml().load(Files.readString(CHART.resolve("alerts/loadplane.yaml")));
        return Objects.requireNonNull(file.get("groups")).stream()
                .flatMap(group -> Objects.requireNonNull(group.get("rules")).stream())
                .map(rule -> String.valueOf(rule.get("expr")))
                .toList();
    }
}
