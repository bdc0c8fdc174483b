package io.loadplane.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every command takes that calls the service. */
class AccessOptions {

    @Nullable
    @Option(names = "--server", paramLabel = "URL", description = "Where the service is; default: on this machine.")
    private String server;

    @Nullable
    @Option(names = "--token", paramLabel = "TOKEN", description = "Who calls; better given as LOADPLANE_TOKEN.")
    private String token;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli gives it before it runs anything
    private CommandSpec spec;

    ApiClient api() {
        Access.Sources sources =
                new Access.Sources(System.getenv(), Path.of(Objects.requireNonNull(System.getProperty("user.home"))));
        return new ApiClient(Access.find(server, token, sources), err());
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
