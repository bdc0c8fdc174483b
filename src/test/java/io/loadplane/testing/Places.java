package io.loadplane.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.atomic.AtomicInteger;

/** Environments of this machine in which not everything may go on at once. */
public final class Places {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Places() {}

    /** The name of a new environment with those limits. */
    public static String environment(Api api, String limits) {
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
            api.post("/environments", environment).json(201);
            return name;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
