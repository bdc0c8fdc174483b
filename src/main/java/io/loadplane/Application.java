package io.loadplane;

import io.loadplane.cli.DemoCommand;
import io.loadplane.cli.ServeCommand;
import picocli.CommandLine;

/** Loadplane's one program; without a sub-command it serves. */
public final class Application {

    private Application() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new ServeCommand())
                .addSubcommand("serve", new ServeCommand())
                .addSubcommand("demo", new DemoCommand())
                .execute(args));
    }
}
