package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Service;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Objects as YAML and back; only the kinds that a run has. */
public final class ManifestText {

    private static final Map<String, Class<? extends KubernetesObject>> TYPES = Map.of(
            "ConfigMap", V1ConfigMap.class,
            "Ingress", V1Ingress.class,
            "Job", V1Job.class,
            "NetworkPolicy", V1NetworkPolicy.class,
            "Service", V1Service.class);

    private ManifestText() {}

    public static String write(Object object) {
        DumperOptions options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setSplitLines(false);
        return new Yaml(options).dump(withoutNothings(Trees.write(object)));
    }

    public static KubernetesObject read(String yaml) {
        Map<?, ?> tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        Class<? extends KubernetesObject> type = TYPES.get(String.valueOf(tree.get("kind")));
        if (type == null) {
            throw new IllegalStateException("a run has no such object: " + yaml);
        }
        return Trees.read(tree, type);
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
