package io.loadplane.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A run as a document. */
@Command(name = "report", mixinStandardHelpOptions = true, description = "Writes a report of a run.")
final class ReportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", converter = RunArgument.Converter.class, description = "The id of the run.")
    @SuppressWarnings("NullAway.Init") // picocli gives it before it runs anything
    private RunArgument run;

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
    private final ServiceOptions service = new ServiceOptions();

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
