package io.loadplane.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real Kubernetes cluster: the one of {@code LOADPLANE_TEST_KUBECONFIG} if that is set, else k3s where a Docker engine
 * answers, else a node of our own, made by {@code src/test/cluster}.
 */
public final class TestCluster implements AutoCloseable {

    private static final Path KIT = Path.of("src", "test", "cluster").toAbsolutePath();
    private static final String CACHE = Optional.ofNullable(System.getenv("LOADPLANE_TEST_CACHE"))
            .orElse(System.getProperty("user.home") + "/.cache/loadplane");

    private static final class Shared {
        private static final Optional<TestCluster> CLUSTER = start();
    }

    private final Path kubeconfig;
    private final Optional<Path> own;
    private final String hostAddress;

    private TestCluster(Path kubeconfig, Optional<Path> own, @Nullable String hostAddress) {
        this.kubeconfig = kubeconfig;
        this.own = own;
        this.hostAddress = hostAddress == null ? addressTowardsApiServer() : hostAddress;
    }

    /** The cluster that all tests share, started for the first that asks; empty, with a loud line, if none can be had. */
    public static Optional<TestCluster> shared() {
        return Shared.CLUSTER;
    }

    /** Whether tests that need a cluster can run, for JUnit's conditions. */
    public static boolean available() {
        return shared().isPresent();
    }

    /** A second cluster beside the shared one, always of our own, that is gone once closed. */
    public static TestCluster another() {
        if (!Files.exists(Path.of(CACHE, "cluster", "bin", "k8sbox"))) {
            System.err.println("The test cluster's programs are built now, once; that takes up to ten minutes.");
        }
        run(Duration.ofMinutes(30), "", List.of(KIT.resolve("prepare.sh").toString()));
        try {
            Path folder = Files.createTempDirectory("loadplane-cluster");
            TestCluster cluster = up(folder);
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String adminKubeconfig() {
        try {
            return Files.readString(kubeconfig);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path adminKubeconfigFile() {
        return kubeconfig;
    }

    /** What kubectl prints, as the cluster's administrator; an error if it fails. */
    public String kubectl(String... args) {
        return kubectl("", List.of(args));
    }

    /** Makes the cluster hold what the YAML says. */
    public String kubectlApply(String yaml) {
        return kubectl(yaml, List.of("apply", "-f", "-"));
    }

    /** What a command prints in a shell whose kubectl is that of the cluster's administrator. */
    public String shell(String command) {
        String settings = "export PATH=%s/cluster/bin:$PATH KUBECONFIG=%s\n".formatted(CACHE, kubeconfig);
        return run(Duration.ofMinutes(3), "", List.of("bash", "-c", settings + command));
    }

    /** The address at which pods reach servers of this machine. */
    public String hostAddress() {
        return hostAddress;
    }

    /** Whether the node is ours to break. */
    public boolean isOwn() {
        return own.isPresent();
    }

    /** Runs a command in the node, as root. */
    public String inNode(String... command) {
        Path folder = own.orElseThrow(() -> new IllegalStateException("the node of this cluster is not ours"));
        return kit("exec", folder, command);
    }

    /** Lets the API server answer nobody, while pods run on; callers hang, as on a lost network. */
    public void pauseApiServer() {
        signalApiServer("STOP");
    }

    /** Ends the pause; back once the API server and the node are ready again. */
    public void resumeApiServer() {
        signalApiServer("CONT");
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> kubectl("get", "--raw", "/readyz").equals("ok"));
        kubectl("wait", "--for=condition=Ready", "node", "--all", "--timeout=60s");
    }

    /** Keeps the API server, and nobody else, from the pods' port, as firewalls of managed clusters do. */
    public void blockPodPort(int port) {
        rejectApiServer("-I", port);
    }

    public void unblockPodPort(int port) {
        rejectApiServer("-D", port);
    }

    /** A new namespace in which only pods of the restricted standard are let in. */
    public String newNamespace(String prefix) {
        String name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        kubectlApply("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: restricted}}
                """.formatted(name));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !kubectl(
                                "-n", name, "get", "serviceaccount", "default", "--ignore-not-found", "-o", "name")
                        .isEmpty());
        return name;
    }

    /** Ends a cluster of our own with all that runs in it; its files go when this process ends. Others stay as they are. */
    @Override
    public void close() {
        own.ifPresent(folder -> kit("down", folder));
    }

    private static Optional<TestCluster> start() {
        try {
            String kubeconfig = System.getenv("LOADPLANE_TEST_KUBECONFIG");
            if (kubeconfig != null) {
                return Optional.of(new TestCluster(
                        Path.of(kubeconfig), Optional.empty(), System.getenv("LOADPLANE_TEST_HOST_ADDRESS")));
            }
            return Optional.of(inDocker().orElseGet(TestCluster::another));
        } catch (IOException | RuntimeException e) {
            System.err.println("NO KUBERNETES CLUSTER, SO THE TESTS THAT NEED ONE ARE SKIPPED: " + e.getMessage()
                    + " Set LOADPLANE_TEST_KUBECONFIG, or start a Docker engine, or see src/test/cluster/README.md.");
            return Optional.empty();
        }
    }

    private static Optional<TestCluster> inDocker() throws IOException {
        if (!DockerCluster.dockerAnswers()) {
            return Optional.empty();
        }
        try {
            DockerCluster docker = DockerCluster.start();
            Path kubeconfig = Files.createTempFile("loadplane-cluster", ".kubeconfig");
            Files.writeString(kubeconfig, docker.adminKubeconfig());
            return Optional.of(new TestCluster(kubeconfig, Optional.empty(), docker.hostAddress()));
        } catch (RuntimeException e) {
            System.err.println(
                    "k3s cannot run in this Docker engine, so a node of our own is tried: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The node's owner is this process: the node goes with it, even if it is killed. */
    private static TestCluster up(Path folder) {
        kit("up", folder);
        return new TestCluster(folder.resolve("admin.kubeconfig"), Optional.of(folder), null);
    }

    private static String kit(String command, Path folder, String... args) {
        List<String> words = new ArrayList<>(List.of(KIT.resolve("cluster.sh").toString(), command, folder.toString()));
        words.addAll(List.of(args));
        return run(Duration.ofMinutes(4), "", words);
    }

    private String kubectl(String input, List<String> args) {
        String program = isOwn() ? CACHE + "/cluster/bin/kubectl" : "kubectl";
        return run(
                Duration.ofMinutes(3),
                input,
                Stream.concat(Stream.of(program, "--kubeconfig", kubeconfig.toString()), args.stream())
                        .toList());
    }

    private void signalApiServer(String signal) {
        inNode("sh", "-c", "kill -%s $(cat %s/pid/kube-apiserver.inner)".formatted(signal, own.orElseThrow()));
    }

    private void rejectApiServer(String action, int port) {
        String rule = "-d 10.244.0.0/16 -p tcp --dport %d -m owner --gid-owner 6443 -j REJECT --reject-with tcp-reset";
        inNode("sh", "-c", "iptables %s OUTPUT %s".formatted(action, rule.formatted(port)));
    }

    private String addressTowardsApiServer() {
        URI server = URI.create(kubectl("config", "view", "--minify", "-o", "jsonpath={.clusters[0].cluster.server}"));
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress(InetAddress.getByName(server.getHost()), 443));
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command's standard output; its error output is the message if it fails. */
    private static String run(Duration atMost, String input, List<String> command) {
        try {
            Path folder = Files.createTempDirectory("loadplane-command");
            Path in = Files.writeString(folder.resolve("in"), input);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            try {
                ProcessBuilder builder = new ProcessBuilder(command)
                        .redirectInput(in.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
                builder.environment().put("LOADPLANE_TEST_CACHE", CACHE);
                builder.environment()
                        .put("OWNER", Long.toString(ProcessHandle.current().pid()));
                Process process = builder.start();
                boolean ended = process.waitFor(atMost.toSeconds(), TimeUnit.SECONDS);
                process.destroy();
                if (!ended || process.exitValue() != 0) {
                    String outcome = ended ? "failed" : "did not end within " + atMost;
                    throw new IllegalStateException("%s %s: %s"
                            .formatted(
                                    String.join(" ", command),
                                    outcome,
                                    Files.readString(err).strip()));
                }
                return Files.readString(out);
            } finally {
                for (Path file : List.of(in, out, err, folder)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
