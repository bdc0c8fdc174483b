package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** One run as it is now. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Shows a run: what was asked for, what it measured, how it was judged.")
final class ShowCommand implements Callable<Integer> {

    @Mixin
    private final RunArgument run = new RunArgument();

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Override
    public Integer call() throws InterruptedException {
        ApiClient api = service.api();
        JsonNode found = api.get(run.path());
        if (service.json()) {
            service.print(found);
            return Exit.DONE.code();
        }
        JsonNode load = found.path("load");
        service.out()
                .printf(
                        "%s #%d (revision %d) in %s: %s, %s, %s%n",
                        RunDisplay.plain(found.path("name")),
                        found.path("number").asInt(),
                        found.path("revision").asInt(),
                        found.path("environment").asText(),
                        count(load.path("users"), "user"),
                        load.path("run_time").asText(),
                        count(found.path("workers").path("requested"), "worker"));
        new RunDisplay(service.out()).result(found, api.find(run.path() + "/stats"));
        return Exit.DONE.code();
    }

    private static String count(JsonNode count, String what) {
        return count.asInt() + " " + what + (count.asInt() == 1 ? "" : "s");
    }
}
