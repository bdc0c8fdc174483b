package io.loadplane.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/** A simulator in a process of its own, so that what it uses is not counted among what is measured. */
public final class SimulatorProcess implements AutoCloseable {

    private final Process process;
    private final String url;

    /** The process itself; prints where it listens. */
    public static void main(String[] arguments) throws InterruptedException {
        System.out.println(Simulator.start(run -> true).url(""));
        Thread.currentThread().join();
    }

    private SimulatorProcess(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    public static SimulatorProcess start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SimulatorProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader output = process.inputReader();
        return new SimulatorProcess(process, Objects.requireNonNull(output.readLine(), "it did not start"));
    }

    /** Below it are its clusters, each under a name that a caller may choose. */
    public String url() {
        return url;
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
