package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ends a run early. */
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops a run; its result up to then is kept.")
final class StopCommand implements Callable<Integer> {

    @Mixin
    private final RunArgument run = new RunArgument();

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = service.api();
        JsonNode found;
        String sentence = run.id() + " will stop.";
        try {
            found = api.post(run.path() + "/stop");
        } catch (Refusal e) {
            if (!e.code().equals("run_terminal")) {
                throw e;
            }
            found = api.get(run.path());
            sentence = run.id() + " is over already.";
        }
        if (service.json()) {
            service.print(found);
        }
        service.progress().println(sentence);
        return Exit.DONE.code();
    }
}
