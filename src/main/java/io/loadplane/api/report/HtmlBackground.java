package io.loadplane.api.report;

import io.loadplane.model.Durations;
import io.loadplane.model.Words;
import io.loadplane.model.loadtest.Load;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.report.Report;
import io.loadplane.model.run.RunEvent;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What was asked for and what happened meanwhile. Of environment variables only the names: their values may be secrets. */
final class HtmlBackground {

    private final Html html;

    HtmlBackground(Html html) {
        this.html = html;
    }

    void write(Report report) {
        writeSettings(report.run().settings());
        writeEvents(report.events());
    }

    private void writeSettings(Settings settings) {
        Load load = settings.load();
        html.section("Settings").open("dl", "class", "text");
        setting("description", settings.description());
        setting("host", load.host() == null ? "as the script says" : load.host());
        setting("users", "%d, started at %s per second".formatted(load.users(), Figure.rate(load.spawnRate())));
        setting("run time", Durations.format(load.runTime()));
        setting("stop timeout", Durations.format(load.stopTimeout()));
        setting("replicas", Integer.toString(settings.replicas()));
        setting("mode", Words.of(settings.mode()));
        setting("tags", String.join(", ", load.tags()));
        setting("excluded tags", String.join(", ", load.excludeTags()));
        setting("user classes", String.join(", ", load.userClasses()));
        setting("image", settings.image().name());
        setting("namespace", settings.namespace());
        setting(
                "environment variables",
                String.join(", ", new TreeSet<>(settings.env().keySet())));
        TreeMap<String, String> labels = new TreeMap<>(settings.labels());
        setting(
                "labels",
                String.join(
                        ", ",
                        labels.entrySet().stream()
                                .map(label -> label.getKey() + "=" + label.getValue())
                                .toList()));
        html.close().close();
    }

    private void setting(String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            html.open("div")
                    .add("dt", name)
                    .open("dd")
                    .add("bdi", value)
                    .close()
                    .close();
        }
    }

    private void writeEvents(List<RunEvent> events) {
        html.section("Timeline").table("Time", "What", "Who", "Message");
        for (RunEvent event : events) {
            html.open("tr").add("td", HtmlReport.time(event.at()), "class", "when");
            html.add("td", what(event), "class", event.status() == null ? "" : "mark");
            html.name(event.actor()).name(event.message());
            html.close();
        }
        html.endTable();
        if (events.size() == Report.MAX_EVENTS) {
            html.add("p", "The timeline goes on.", "class", "soft");
        }
        html.close();
    }

    private static String what(RunEvent event) {
        return event.status() != null
                ? Words.of(event.status())
                : Objects.requireNonNullElse(event.object(), Words.of(event.kind()));
    }
}
