package io.loadplane.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Which runs there are and what goes wrong meanwhile, all of it from one seed.
 *
 * @param duration ms from the first run to the last fault
 */
record ChaosPlan(long seed, long duration, List<PlannedRun> runs, List<Fault> faults) {

    static final List<String> CLUSTERS = List.of("east", "west");
    static final int REPLICAS = 3;

    /** Two of five complete without any trouble of their own. */
    private static final int PLAIN_OF_100 = 40;

    /**
     * A run that is asked for.
     *
     * @param at ms after the beginning
     * @param seconds run time
     * @param stopAfter ms until a caller stops it, if one does
     */
    record PlannedRun(long at, String cluster, Outcome outcome, int seconds, int users, int replicas, long stopAfter) {}

    /** Something that goes wrong. */
    enum Kind {
        /** SIGKILL, and a start later. */
        KILL,
        /** SIGTERM, and a start later. */
        TERMINATE,
        /** SIGSTOP, mostly beyond the lease, and SIGCONT. */
        PAUSE,
        KILL_DATABASE,
        CLUSTER_UNREACHABLE,
        CLUSTER_SILENT,
        SLOW_AGENTS
    }

    /**
     * One of them.
     *
     * @param target index of the replica or cluster
     * @param length ms until it is mended
     */
    record Fault(long at, Kind kind, int target, long length) {}

    static ChaosPlan of(long seed, long duration, int runs) {
        Random random = new Random(seed);
        List<PlannedRun> planned = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            planned.add(run(random, duration));
        }
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < REPLICAS; i++) {
            addReplicaFaults(i, random, duration, faults);
        }
        for (int i = 0; i < CLUSTERS.size(); i++) {
            addClusterFaults(i, random, duration, faults);
        }
        for (long at = between(random, 30_000, 60_000); at < duration; at += between(random, 60_000, 120_000)) {
            faults.add(new Fault(at, Kind.KILL_DATABASE, 0, between(random, 500, 10_000)));
        }
        faults.sort(Comparator.comparing(Fault::at));
        return new ChaosPlan(seed, duration, planned, faults);
    }

    private static PlannedRun run(Random random, long duration) {
        Outcome outcome = random.nextInt(100) < PLAIN_OF_100
                ? Outcome.COMPLETES
                : Outcome.values()[random.nextInt(Outcome.values().length)];
        return new PlannedRun(
                between(random, 0, duration * 4 / 5),
                CLUSTERS.get(random.nextInt(CLUSTERS.size())),
                outcome,
                (int) between(random, 2, 30),
                (int) between(random, 1, 20),
                (int) between(random, 2, 4),
                between(random, 100, 10_000));
    }

    private static void addReplicaFaults(int replica, Random random, long duration, List<Fault> faults) {
        List<Kind> kinds = List.of(Kind.KILL, Kind.KILL, Kind.PAUSE, Kind.PAUSE, Kind.TERMINATE);
        long at = between(random, 3_000, 20_000);
        while (at < duration) {
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            long length = kind == Kind.PAUSE ? between(random, 5_000, 20_000) : between(random, 0, 8_000);
            faults.add(new Fault(at, kind, replica, length));
            at += length + between(random, 15_000, 45_000);
        }
    }

    private static void addClusterFaults(int cluster, Random random, long duration, List<Fault> faults) {
        List<Kind> kinds = List.of(Kind.CLUSTER_UNREACHABLE, Kind.CLUSTER_SILENT, Kind.SLOW_AGENTS);
        long at = between(random, 3_000, 30_000);
        while (at < duration) {
            long length = between(random, 1_000, 20_000);
            faults.add(new Fault(at, kinds.get(random.nextInt(kinds.size())), cluster, length));
            at += length + between(random, 10_000, 30_000);
        }
    }

    private static long between(Random random, long least, long most) {
        return least + random.nextLong(most - least);
    }
}
