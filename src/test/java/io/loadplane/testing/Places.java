package io.loadplane.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Environments of this machine in which not everything may go on at once. */
public final class Places {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Places() {}

    /** The name of a new environment with those limits. */
    public static String environment(Api api, String limits) {
        return environment(api, limits, "{}");
    }

    /** The name of a new environment with those limits and that policy. */
    public static String environment(Api api, String limits, String policy) {
        try {
            String name = "places-" + COUNT.incrementAndGet();
            String credential = api.post(
                            "/cluster-credentials",
                            Api.JSON.createObjectNode().put("name", name).put("kind", "local"))
                    .json(201)
                    .path("id")
                    .asText();
            ObjectNode environment = Api.JSON
                    .createObjectNode()
                    .put("name", name)
                    .put("cluster_credential_id", credential)
                    .put("namespace", "local");
            environment.set("limits", Api.JSON.readTree(limits));
            environment.set("policy", Api.JSON.readTree(policy));
            api.post("/environments", environment).json(201);
            return name;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Changes limits and policy of an environment that was made here. */
    public static void change(Api api, String name, String limits, String policy) {
        try {
            for (JsonNode each : api.get("/environments?limit=200").json(200).path("items")) {
                if (each.path("name").asText().equals(name)) {
                    ObjectNode environment = Api.JSON.createObjectNode();
                    List.of("name", "cluster_credential_id", "namespace")
                            .forEach(field -> environment.set(field, each.path(field)));
                    environment.set("limits", Api.JSON.readTree(limits));
                    environment.set("policy", Api.JSON.readTree(policy));
                    String version = "\"%d\"".formatted(each.path("version").asInt());
                    api.put("/environments/" + each.path("id").asText(), environment, "If-Match", version)
                            .json(200);
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
