package io.loadplane.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Serves until it is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Turns Locust scripts into finished, judged, remembered load tests.",
        versionProvider = Version.class)
public final class ServeCommand implements Callable<Integer> {

    @Override
    public Integer call() throws InterruptedException {
        try (Service service = Service.start()) {
            System.out.printf("Loadplane serves at %s; the token is in %s%n", service.url(), service.tokenFile());
            service.awaitEnd();
        }
        return 0;
    }
}
