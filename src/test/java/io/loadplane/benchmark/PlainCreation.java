package io.loadplane.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.ClusterEnvironment;
import io.loadplane.testing.Requests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.yaml.snakeyaml.Yaml;

/** The same objects as those of runs, created with nothing but the JDK's HTTP client: the baseline. */
final class PlainCreation {

    private static final Random RANDOM = new Random();

    private final HttpClient client;
    private final String server;
    private final String token;
    private final int callers;
    private final List<List<Call>> runs = new ArrayList<>();

    private record Call(String method, String path, String type, String body) {}

    private PlainCreation(JsonNode kubeconfig, int callers) {
        JsonNode cluster = kubeconfig.path("clusters").path(0).path("cluster");
        this.server = cluster.path("server").asText();
        this.token = kubeconfig.path("users").path(0).path("user").path("token").asText();
        this.callers = callers;
        this.client = HttpClient.newBuilder()
                .sslContext(trusting(cluster.path("certificate-authority-data").asText()))
                .build();
    }

    static PlainCreation prepare(ClusterEnvironment environment, int runs, int callers) {
        String template =
                "go-template={\"clusters\":[{\"cluster\":{\"server\":\"%s\",\"certificate-authority-data\":\"{{index .data \"ca.crt\"}}\"}}],\"users\":[{\"user\":{\"token\":\"{{index .data \"token\" | base64decode}}\"}}]}"
                        .formatted(serverOf(environment));
        String namespace = environment.namespace();
        String kubeconfig =
                environment.cluster().kubectl("get", "secret", "loadplane-token", "-n", namespace, "-o", template);
        try {
            PlainCreation plain = new PlainCreation(Api.JSON.readTree(kubeconfig), callers);
            List<JsonNode> objects = plain.objectsOfOneRun(environment);
            for (int i = 0; i < runs; i++) {
                plain.runs.add(plain.calls(objects, namespace));
            }
            return plain;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void create() {
        try (var pool = Executors.newFixedThreadPool(callers)) {
            for (List<Call> run : runs) {
                pool.execute(() -> run.forEach(this::send));
            }
        }
    }

    private static String serverOf(ClusterEnvironment environment) {
        return environment
                .cluster()
                .kubectl("config", "view", "-o", "jsonpath={.clusters[0].cluster.server}")
                .strip();
    }

    /** What Loadplane says it creates, with code, programs and token of the size they have. */
    private List<JsonNode> objectsOfOneRun(ClusterEnvironment environment) {
        ObjectNode definition =
                Requests.loadTest().put("environment", environment.name()).put("host", "http://shop.test");
        List<JsonNode> objects = new ArrayList<>();
        environment
                .api()
                .post("/loadtests/validate", definition)
                .json(200)
                .path("manifests")
                .forEach(yaml -> objects.add(Api.JSON.valueToTree(new Yaml().load(yaml.asText()))));
        objects.removeIf(object -> object.path("metadata").path("name").asText().endsWith("-worker"));
        objects.add(object("ConfigMap", "-code-0", 600));
        objects.add(object("Secret", "-token", 64));
        for (JsonNode object : objects) {
            if (object.path("metadata").path("name").asText().endsWith("-agent")) {
                ((ObjectNode) object).putObject("data").put("agent.py", "x".repeat(34_000));
            }
        }
        return objects;
    }

    private static ObjectNode object(String kind, String suffix, int size) {
        ObjectNode object = Api.JSON.createObjectNode().put("apiVersion", "v1").put("kind", kind);
        object.putObject("metadata").put("name", "run-" + "0".repeat(26) + suffix);
        object.putObject(kind.equals("Secret") ? "stringData" : "data").put("part", "x".repeat(size));
        return object;
    }

    private List<Call> calls(List<JsonNode> objects, String namespace) {
        String id = "plain-%016x".formatted(RANDOM.nextLong());
        List<Call> calls = new ArrayList<>();
        for (JsonNode object : objects) {
            String group = object.path("apiVersion").asText();
            String api = group.equals("v1") ? "/api/v1" : "/apis/" + group;
            String plural = switch (object.path("kind").asText()) {
                case "NetworkPolicy" -> "networkpolicies";
                case String kind -> kind.toLowerCase(Locale.ROOT) + "s";
            };
            String body = object.toString().replace("run-" + "0".repeat(26), id).replace("loadplane\"", "plain\"");
            calls.add(new Call(
                    "POST", "%s/namespaces/%s/%s".formatted(api, namespace, plural), "application/json", body));
        }
        calls.add(new Call(
                "PATCH",
                "/apis/batch/v1/namespaces/%s/jobs/%s-master".formatted(namespace, id),
                "application/merge-patch+json",
                "{\"spec\":{\"suspend\":false}}"));
        return calls;
    }

    /** How many Jobs with that label are no longer suspended. */
    int resumedJobs(String namespace, String label) {
        String path =
                "/apis/batch/v1/namespaces/%s/jobs?labelSelector=%s".formatted(namespace, label.replace("=", "%3D"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .header("Authorization", "Bearer " + token)
                .build();
        try {
            String list =
                    client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            int resumed = 0;
            for (JsonNode job : Api.JSON.readTree(list).path("items")) {
                resumed += job.path("spec").path("suspend").asBoolean(true) ? 0 : 1;
            }
            return resumed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private void send(Call call) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + call.path()))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", call.type())
                .method(call.method(), BodyPublishers.ofString(call.body()))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new AssertionError(response.body());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static SSLContext trusting(String caBase64) {
        try {
            byte[] pem = Base64.getDecoder().decode(caBase64.getBytes(StandardCharsets.UTF_8));
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            store.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem)));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
