package io.loadplane.kubernetes.manifest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Objects as text: YAML for people, JSON to keep. */
public final class ManifestText {

    private static final Map<String, Class<? extends KubernetesObject>> TYPES = Map.of(
            "ConfigMap", V1ConfigMap.class,
            "Ingress", V1Ingress.class,
            "Job", V1Job.class,
            "NetworkPolicy", V1NetworkPolicy.class,
            "Service", V1Service.class);

    private ManifestText() {}

    /** For people. */
    public static String write(Object object) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options).dump(withoutNothings(Trees.write(object)));
    }

    /** To be kept: a tenth of the work of YAML. */
    public static String pack(KubernetesObject object) {
        return JSON.serialize(object);
    }

    public static KubernetesObject unpack(String json) {
        JsonObject tree = JsonParser.parseString(json).getAsJsonObject();
        Class<? extends KubernetesObject> type = TYPES.get(tree.get("kind").getAsString());
        if (type == null) {
            throw new IllegalStateException("a run has no such object: " + json);
        }
        return JSON.getGson().fromJson(tree, type);
    }

    /** Typed objects are full of empty lists that nobody wrote. */
    private static Object withoutNothings(Object tree) {
        if (tree instanceof List<?> list) {
            return list.stream().map(ManifestText::withoutNothings).toList();
        }
        if (!(tree instanceof Map<?, ?> map)) {
            return tree;
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (!List.of().equals(value)
                    && !(key.equals("annotations") && Map.of().equals(value))) {
                kept.put(key.toString(), withoutNothings(value));
            }
        });
        return kept;
    }
}
