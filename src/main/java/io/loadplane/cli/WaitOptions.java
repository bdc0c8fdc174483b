package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.model.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every command takes that waits for the end of a run. */
final class WaitOptions {

    @Nullable
    @Option(names = "--timeout", paramLabel = "TIME", description = "How long to wait at most, such as 30m.")
    private Duration timeout;

    @Option(names = "--require-valid", description = "Fail when the load was not really generated as asked.")
    private boolean requireValid;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description =
                    "A report to write when the run is over, of the kind its name ends in: html, csv, json, or xml for JUnit.")
    private List<Path> reports = List.of();

    boolean areGiven() {
        return timeout != null || requireValid || !reports.isEmpty();
    }

    /** Before anything is started: whether the reports have formats. */
    void check() {
        reports.forEach(Reports::format);
    }

    /** Shows a run until it is over, and what became of it. */
    Exit follow(ServiceOptions service, ApiClient api, String run) throws InterruptedException {
        RunDisplay display = new RunDisplay(service.progress());
        Optional<JsonNode> ended = await(service, api, run, new RunWatch(api, display, run));
        if (ended.isEmpty()) {
            return Exit.TIMEOUT;
        }
        ApiClient patient = api.patient(RunWatch.PATIENCE);
        display.result(ended.get(), patient.find("/runs/" + run + "/stats"));
        if (service.json()) {
            service.print(ended.get());
        }
        Exit exit = Exit.of(ended.get(), requireValid);
        return write(service, patient, run) || exit != Exit.DONE ? exit : Exit.FAILED;
    }

    private Optional<JsonNode> await(ServiceOptions service, ApiClient api, String run, RunWatch watch)
            throws InterruptedException {
        try {
            Optional<JsonNode> ended = watch.await(timeout);
            if (ended.isEmpty() && timeout != null) {
                service.err().println("The run is not over after " + Durations.format(timeout) + ".");
                if (service.json()) {
                    service.print(api.get("/runs/" + run));
                }
            }
            return ended;
        } catch (CommandFailure.Unreachable e) {
            service.err().println(e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether all are there; that one is not must not hide how the run ended. */
    private boolean write(ServiceOptions service, ApiClient api, String run) throws InterruptedException {
        boolean complete = true;
        for (Path file : reports) {
            try {
                Reports.write(file, Reports.read(api, run, Reports.format(file)));
            } catch (CommandFailure e) {
                service.err().println(file + ": " + e.getMessage());
                complete = false;
            }
        }
        return complete;
    }
}
