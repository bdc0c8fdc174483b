package io.loadplane;

import io.loadplane.cli.ClientCommands;
import io.loadplane.cli.DemoCommand;
import io.loadplane.cli.ServeCommand;
import io.loadplane.secrets.KeysetCommand;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.info.License;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import java.util.Objects;
import picocli.CommandLine;

/** Loadplane's one program; without a sub-command it serves. */
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Loadplane",
                        version = "0.1",
                        description = "Turns a Locust script into a finished, judged, remembered load test.",
                        license = @License(name = "Apache-2.0", identifier = "Apache-2.0")),
        security = @SecurityRequirement(name = "token"))
@SecurityScheme(
        name = "token",
        type = SecuritySchemeType.HTTP,
        scheme = "bearer",
        description =
                "The token that the first start wrote to the file \"token\" in LOADPLANE_HOME, or one made at /tokens.")
public final class Application {

    private Application() {}

    public static void main(String[] args) {
        // What ~ means is up to the environment; Java asks the list of users instead.
        String home = Objects.requireNonNullElse(System.getenv("HOME"), "");
        if (!home.isBlank()) {
            System.setProperty("user.home", home);
        }
        System.exit(ClientCommands.execute(commandLine(), args));
    }

    /** Everything that it can be told to do. */
    public static CommandLine commandLine() {
        return ClientCommands.addTo(new CommandLine(new ServeCommand())
                .setCommandName("loadplane")
                .addSubcommand("serve", new ServeCommand())
                .addSubcommand("demo", new DemoCommand())
                .addSubcommand("keyset", new KeysetCommand()));
    }
}
