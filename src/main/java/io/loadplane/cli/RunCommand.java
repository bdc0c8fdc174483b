package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.model.Durations;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a script: stores it as a load test, or as a new revision of the one of that name, and starts it. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Stores a Locust script under a name, and runs it. What is left out is as the environment has it.",
        exitCodeListHeading = "%nWith --wait it ends with the first that applies:%n",
        exitCodeList = {
            "2:what is asked for is not possible",
            "6:the wait was over before the run (--timeout, or the service was away for minutes)",
            "3:the run failed",
            "1:criteria failed, or could not be evaluated",
            "4:the run was stopped",
            "5:the load was not valid (with --require-valid)",
            "0:all is well"
        })
final class RunCommand implements Callable<Integer> {

    private static final Duration START_PATIENCE = Duration.ofSeconds(15);

    @Mixin
    private final DefinitionOptions definition = new DefinitionOptions();

    @Option(
            names = "--wait",
            description = "Wait for the end. The run is stopped when this command is interrupted or times out.")
    private boolean wait;

    @Option(names = "--detach", description = "Leave the run alone whatever becomes of this command.")
    private boolean detach;

    @Mixin
    private final WaitOptions waiting = new WaitOptions();

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws InterruptedException {
        if (!wait && waiting.areGiven()) {
            throw new CommandFailure(Exit.USAGE, "--timeout, --require-valid and --report need --wait.");
        }
        waiting.check();
        ObjectNode request = definition.request();
        if (wait && !detach) {
            request.put("lease", Durations.format(RunWatch.LEASE));
        }
        ApiClient api = service.api();
        JsonNode run = start(api, request.toString().getBytes(StandardCharsets.UTF_8));
        String id = run.path("id").asText();
        service.progress()
                .printf(
                        "%s is run %d of %s%n",
                        id, run.path("number").asInt(), run.path("name").asText());
        if (!wait) {
            if (service.json()) {
                service.print(run);
            }
            return Exit.DONE.code();
        }
        return detach ? waiting.follow(service, api, id).code() : lookAfter(api, id);
    }

    private JsonNode start(ApiClient api, byte[] body) throws InterruptedException {
        JsonNode created = api.patient(START_PATIENCE)
                .post("/loadtests", body, "Idempotency-Key", UUID.randomUUID().toString());
        for (JsonNode warning : created.path("warnings")) {
            service.err().println("Warning: " + RunDisplay.plain(warning.path("message")));
        }
        return created.path("latest_run");
    }

    /** What it started is stopped when it goes away; should it die, the lease ends. */
    private int lookAfter(ApiClient api, String run) throws InterruptedException {
        try (Interruption interruption = new Interruption(() -> stop(api, run), Exit.STOPPED)) {
            Exit exit = waiting.follow(service, api, run, () -> stop(api, run));
            service.out().flush();
            interruption.endWith(exit.code());
            return exit.code();
        }
    }

    private void stop(ApiClient api, String run) {
        try {
            api.post("/runs/" + run + "/stop");
            service.err().println("Stopping " + run);
        } catch (CommandFailure e) {
            service.err().println(run + " is not stopped by this command: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
