package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a run early. */
@Command(name = "stop", mixinStandardHelpOptions = true, description = "Stops a run; its result up to then is kept.")
final class StopCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", converter = RunArgument.Converter.class, description = "The id of the run.")
    @SuppressWarnings("NullAway.Init") // picocli gives it before it runs anything
    private RunArgument run;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws InterruptedException {
        try {
            JsonNode stopping = service.api().post(run.path() + "/stop");
            if (service.json()) {
                service.print(stopping);
            }
            service.progress().println(run.id() + " will stop.");
        } catch (Refusal e) {
            if (!e.code().equals("run_terminal")) {
                throw e;
            }
            service.progress().println(run.id() + " is over already.");
        }
        return Exit.DONE.code();
    }
}
