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

    /** Before anything is started: whether the reports have formats, and places. */
    void check() {
        for (Path file : reports) {
            LocalFiles.checkWritable(file);
            Reports.format(file);
        }
    }

    /** Shows a run, which goes on without this command, until it is over, and what became of it. */
    Exit follow(ServiceOptions service, ApiClient api, String run) throws InterruptedException {
        Runnable sentence = () -> {
            service.err().println(run + " goes on.");
            service.err().flush();
        };
        try (Interruption farewell = new Interruption(sentence)) {
            return follow(service, api, run, null);
        }
    }

    /**
     * Shows a run until it is over, and what became of it.
     *
     * @param stop what ends it soon when the time is up
     */
    Exit follow(ServiceOptions service, ApiClient api, String run, @Nullable Runnable stop)
            throws InterruptedException {
        RunDisplay display = new RunDisplay(service.progress());
        RunWatch watch = new RunWatch(api, display, run);
        ApiClient patient = api.patient(RunWatch.PATIENCE);
        Optional<JsonNode> inTime;
        JsonNode last;
        try {
            inTime = watch.await(timeout);
            if (inTime.isEmpty()) {
                awaitStop(service, watch, stop);
            }
            last = inTime.isPresent() ? inTime.get() : patient.get("/runs/" + run);
        } catch (CommandFailure.Unreachable e) {
            service.err().println(e.getMessage());
            if (stop != null) {
                stop.run();
            }
            reports.forEach(file -> service.err().println(Reports.noReport(file, "the service is away")));
            return Exit.TIMEOUT;
        }
        display.result(last, patient.find("/runs/" + run + "/stats"));
        if (service.json()) {
            service.print(last);
        }
        Exit exit = inTime.isPresent() ? Exit.of(last, requireValid) : Exit.TIMEOUT;
        return write(service, patient, run) || exit != Exit.DONE ? exit : Exit.FAILED;
    }

    private void awaitStop(ServiceOptions service, RunWatch watch, @Nullable Runnable stop)
            throws InterruptedException {
        if (timeout != null) {
            service.err().println("The run is not over after " + Durations.format(timeout) + ".");
        }
        if (stop != null) {
            stop.run();
            watch.await(Interruption.LONGEST);
        }
    }

    /** Whether all are there; that one is not must not hide how the run ended. */
    private boolean write(ServiceOptions service, ApiClient api, String run) throws InterruptedException {
        boolean complete = true;
        for (Path file : reports) {
            try {
                Reports.write(api, run, Reports.format(file), file);
            } catch (CommandFailure e) {
                service.err().println(e.getMessage());
                complete = false;
            }
        }
        return complete;
    }
}
