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

    @Mixin
    private final RunArgument run = new RunArgument();

    @Nullable
    @Option(names = "--format", description = "html, csv, junit, json, or locust for its own; default: as FILE ends.")
    private String format;

    @Nullable
    @Option(
            names = {"-o", "--file"},
            paramLabel = "FILE",
            description = "Where to write it; default: standard output.")
    private Path file;

    @Mixin
    private final AccessOptions service = new AccessOptions();

    @Override
    public Integer call() throws InterruptedException {
        String chosen = format != null ? format : file != null ? Reports.format(file) : "html";
        String report = Reports.read(service.api(), run.id(), chosen);
        if (file == null) {
            service.out().print(report);
            service.out().flush();
        } else {
            Reports.write(file, report);
        }
        return Exit.DONE.code();
    }
}
