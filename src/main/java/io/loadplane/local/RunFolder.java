package io.loadplane.local;

import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Everything of one run on this machine lies in one folder; its name is the run's id. */
record RunFolder(Path path) {

    static RunFolder of(Path runs, RunId id) {
        return new RunFolder(runs.resolve(id.value()));
    }

    /** Name of a component's files: {@code master}, {@code worker-0}. */
    static String name(RunLog.Component component, int index) {
        return switch (component) {
            case MASTER -> "master";
            case WORKER -> "worker-" + index;
        };
    }

    Path bundle() {
        return path.resolve("bundle.tar.gz");
    }

    Path requirements() {
        return path.resolve("requirements.txt");
    }

    Path agent() {
        return path.resolve("agent.py");
    }

    Path launcher() {
        return path.resolve("launch.py");
    }

    Path ports() {
        return path.resolve("ports");
    }

    /** Each component unpacks the code for itself: scripts may write beside it. */
    Path code(String component) {
        return path.resolve(component + ".code");
    }

    Path pid(String component) {
        return path.resolve(component + ".pid");
    }

    Path phase(String component) {
        return path.resolve(component + ".phase");
    }

    Path exit(String component) {
        return path.resolve(component + ".exit");
    }

    Path termination(String component) {
        return path.resolve(component + ".termination");
    }

    Path log(String component) {
        return path.resolve(component + ".log");
    }

    void delete() throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
