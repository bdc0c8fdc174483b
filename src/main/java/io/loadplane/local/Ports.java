package io.loadplane.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The two ports of a master. They are taken from below the range from which systems choose ports for outgoing
 * connections: a load generator opens so many of those that it would sooner or later take one of ours.
 */
record Ports(int workers, int web) {

    private static final int FIRST = 20_000;
    private static final int LAST = 29_999;

    /** The ports of the run, chosen now if they have not been yet. */
    static synchronized Ports of(RunFolder folder, RandomGenerator random) throws IOException {
        if (!Files.exists(folder.ports())) {
            Set<Integer> taken = takenBelow(Objects.requireNonNull(folder.path().getParent()));
            int workers = choose(taken, random);
            taken.add(workers);
            Path draft = folder.path().resolve(".ports");
            Files.writeString(draft, "%d\n%d\n".formatted(workers, choose(taken, random)));
            Files.move(draft, folder.ports());
        }
        return read(folder.ports());
    }

    static Ports read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return new Ports(Integer.parseInt(lines.get(0)), Integer.parseInt(lines.get(1)));
    }

    /** Ports of other runs may be chosen but not yet bound. */
    private static Set<Integer> takenBelow(Path runs) throws IOException {
        Set<Integer> taken = new HashSet<>();
        try (Stream<Path> folders = Files.list(runs)) {
            for (Path file : folders.map(run -> run.resolve("ports"))
                    .filter(Files::exists)
                    .toList()) {
                Ports ports = read(file);
                taken.add(ports.workers());
                taken.add(ports.web());
            }
        }
        return taken;
    }

    private static int choose(Set<Integer> taken, RandomGenerator random) throws IOException {
        for (int tries = 0; tries < 1000; tries++) {
            int port = random.nextInt(FIRST, LAST + 1);
            if (!taken.contains(port) && isFree(port)) {
                return port;
            }
        }
        throw new IOException("no free port between %d and %d".formatted(FIRST, LAST));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
