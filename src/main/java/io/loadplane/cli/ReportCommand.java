package io.loadplane.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A run as a document. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Writes a report of a run.")
final class ReportCommand implements Callable<Integer> {

    private static final Path STANDARD_OUTPUT = Path.of("-");

    @Mixin
    private final RunArgument run = new RunArgument();

    @Nullable
    @Option(names = "--format", description = "html, csv, junit, json, or locust for its own; default: as FILE ends.")
    private String format;

    @Nullable
    @Option(
            names = {"-o", "--file"},
            paramLabel = "FILE",
            description = "Where to write it; default, and -: standard output.")
    private Path file;

    @Mixin
    private final AccessOptions service = new AccessOptions();

    @Override
    public Integer call() throws InterruptedException {
        Path target = file == null || file.equals(STANDARD_OUTPUT) ? null : file;
        String chosen = format != null ? format : target != null ? Reports.format(target) : "html";
        if (target == null) {
            service.out().print(Reports.read(service.api(), run.id(), chosen));
            service.out().flush();
        } else {
            Reports.write(service.api(), run.id(), chosen, target);
        }
        return Exit.DONE.code();
    }
}
