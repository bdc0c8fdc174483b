package io.loadplane.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and its children have used so far; Linux only.
 *
 * @param cpuSeconds of all of them, and of those children that ended
 * @param rssBytes of the process itself, now
 */
public record Usage(double cpuSeconds, long rssBytes) {

    /** What {@code /proc} counts in, everywhere that Java runs. */
    private static final double TICKS_PER_SECOND = 100;

    public static Usage of(ProcessHandle process) {
        double ticks = Stream.concat(Stream.of(process), process.descendants())
                .mapToDouble(Usage::ticks)
                .sum();
        return new Usage(ticks / TICKS_PER_SECOND, rss(process));
    }

    /** Fields 14 to 17 of {@code stat}: its own time, and that of children it has waited for, each in user and kernel. */
    private static double ticks(ProcessHandle process) {
        String stat = read(process, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
        double sum = 0;
        for (int i = 11; i < 15 && i < fields.length; i++) {
            sum += Double.parseDouble(fields[i]);
        }
        return sum;
    }

    private static long rss(ProcessHandle process) {
        return read(process, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    /** Empty for one that has just ended. */
    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file));
        } catch (java.nio.file.NoSuchFileException e) {
            return ")";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
