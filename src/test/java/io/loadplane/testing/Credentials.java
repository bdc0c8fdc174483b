package io.loadplane.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** Credentials of clusters that nobody answers for: 192.0.2.0/24 is for examples only. */
public final class Credentials {

    public static final String SERVER = "https://192.0.2.1:6443";

    /** Must never come back, in whatever answer. */
    public static final String TOKEN = "never-shown-7c1e9b";

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Credentials() {}

    /** Of kind token, under a name of its own. */
    public static ObjectNode token() {
        return named("token").put("server", SERVER).put("token", TOKEN);
    }

    /** Of kind kubeconfig, under a name of its own. */
    public static ObjectNode kubeconfig(String yaml) {
        return named("kubeconfig").put("kubeconfig", yaml);
    }

    /** A kubeconfig of one context; cluster and user as YAML in one line. */
    public static String yaml(String cluster, String user) {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: staging
                  cluster: %s
                users:
                - name: runner
                  user: %s
                contexts:
                - name: stage
                  context: {cluster: staging, user: runner}
                """.formatted(cluster, user);
    }

    /** Stores one and gives its id. */
    public static String store(Api api) {
        return store(api, token());
    }

    public static String store(Api api, ObjectNode credential) {
        return api.post("/cluster-credentials", credential).json(201).path("id").asText();
    }

    /** A token that says something of itself, signed by nobody. */
    public static String jwt(String claims) {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String header = base64.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        return header + "." + base64.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".signature";
    }

    private static ObjectNode named(String kind) {
        return Api.JSON
                .createObjectNode()
                .put("name", "cluster-" + COUNT.incrementAndGet())
                .put("kind", kind);
    }
}
