package io.loadplane.cli;

import io.loadplane.model.Durations;
import io.loadplane.model.StartFailure;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.TypeConversionException;

/** The commands that call a service from outside, and how every command says what went wrong. */
public final class ClientCommands {

    private ClientCommands() {}

    /** To be called last: what it says about failures holds for the commands that are there already, too. */
    public static CommandLine addTo(CommandLine program) {
        List<Callable<Integer>> commands = List.of(
                new RunCommand(),
                new ListCommand(),
                new ShowCommand(),
                new WatchCommand(),
                new LogsCommand(),
                new StopCommand(),
                new CompareCommand(),
                new ReportCommand(),
                new RbacCommand());
        for (Callable<Integer> command : commands) {
            CommandLine added = new CommandLine(command);
            added.getCommandSpec().exitCodeOnExecutionException(Exit.FAILED.code());
            program.addSubcommand(added);
        }
        return program.setCaseInsensitiveEnumValuesAllowed(true)
                .registerConverter(Duration.class, ClientCommands::duration)
                .setParameterExceptionHandler(ClientCommands::explain)
                .setExecutionExceptionHandler(ClientCommands::explain);
    }

    /** Executes a command, and gives the exit code; nobody must take for written what was not. */
    public static int execute(CommandLine program, String... arguments) {
        CheckedOutput output = new CheckedOutput(new FileOutputStream(FileDescriptor.out));
        PrintWriter writer = new PrintWriter(new OutputStreamWriter(output, System.out.charset()), true);
        int exit = program.setOut(writer).execute(arguments);
        writer.flush();
        Optional<String> trouble = output.trouble();
        trouble.ifPresent(why -> program.getErr().println("Standard output could not be written: " + why));
        return trouble.isPresent() && exit == Exit.DONE.code() ? Exit.FAILED.code() : exit;
    }

    private static Duration duration(String text) {
        return Durations.parse(text)
                .orElseThrow(() -> new TypeConversionException("\"%s\" is not %s".formatted(text, Durations.EXPECTED)));
    }

    /** One line instead of the whole help. */
    private static int explain(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        command.getErr()
                .printf(
                        "%s%nSee %s --help%n",
                        failure.getMessage(), command.getCommandSpec().qualifiedName());
        return Exit.USAGE.code();
    }

    /** Somebody who can mend it needs the sentence, not the stack. */
    private static int explain(Exception failure, CommandLine command, ParseResult arguments) throws Exception {
        switch (failure) {
            case CommandFailure sentence -> {
                command.getErr().println(sentence.getMessage());
                return sentence.exit().code();
            }
            case StartFailure sentence -> {
                command.getErr().println(sentence.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            }
            default -> throw failure;
        }
    }
}
