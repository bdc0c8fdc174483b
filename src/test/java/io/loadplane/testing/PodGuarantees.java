package io.loadplane.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.Yaml;

/** What holds for the pods of every run, whatever its definition says. */
public final class PodGuarantees {

    private static final List<String> LABELS = List.of(
            "loadplane.io/run",
            "loadplane.io/component",
            "loadplane.io/installation",
            "app.kubernetes.io/managed-by",
            "app.kubernetes.io/name");

    private static final List<String> NEVER = List.of(
            "hostNetwork",
            "hostPID",
            "hostIPC",
            "serviceAccountName",
            "serviceAccount",
            "nodeName",
            "ephemeralContainers",
            "shareProcessNamespace");

    private static final Set<String> VOLUMES = Set.of(
            "name",
            "configMap",
            "secret",
            "emptyDir",
            "projected",
            "downwardAPI",
            "persistentVolumeClaim",
            "ephemeral");

    private static final List<String> MOUNTS =
            List.of("/loadplane/agent", "/loadplane/bundle", "/loadplane/code", "/tmp");

    private final List<String> broken = new ArrayList<>();

    private PodGuarantees() {}

    /** What does not hold in the manifests of a validation; nothing should be in it. */
    public static List<String> broken(JsonNode validation) {
        PodGuarantees guarantees = new PodGuarantees();
        int jobs = 0;
        for (JsonNode manifest : validation.path("manifests")) {
            JsonNode object = Api.JSON.valueToTree(new Yaml().load(manifest.asText()));
            if (object.path("kind").asText().equals("Job")) {
                jobs++;
                guarantees.check(object.path("spec").path("template"));
            }
        }
        guarantees.require(jobs == 2, "a master and a worker Job");
        return guarantees.broken;
    }

    private void check(JsonNode template) {
        LABELS.forEach(label -> require(template.path("metadata").path("labels").has(label), "the label " + label));
        JsonNode spec = template.path("spec");
        NEVER.forEach(field -> require(!spec.has(field), "no " + field));
        require(spec.path("restartPolicy").asText().equals("Never"), "restartPolicy");
        require(spec.path("activeDeadlineSeconds").asLong() > 0, "activeDeadlineSeconds");
        require(spec.has("automountServiceAccountToken"), "automountServiceAccountToken");
        require(!spec.path("automountServiceAccountToken").asBoolean(), "no token of a service account");
        require(spec.path("securityContext").path("runAsNonRoot").asBoolean(), "runAsNonRoot");
        require(
                !spec.path("securityContext")
                        .path("seccompProfile")
                        .path("type")
                        .asText("Unconfined")
                        .equals("Unconfined"),
                "seccompProfile");
        checkVolumes(spec.path("volumes"));
        require(spec.path("containers").size() == 1, "one container");
        spec.path("containers").forEach(this::checkSecurity);
        spec.path("initContainers").forEach(this::checkSecurity);
        checkLocust(spec.path("containers").path(0));
    }

    private void checkSecurity(JsonNode container) {
        String name = container.path("name").asText();
        JsonNode context = container.path("securityContext");
        require(context.has("allowPrivilegeEscalation"), name + " allowPrivilegeEscalation");
        require(!context.path("allowPrivilegeEscalation").asBoolean(), name + " gains no privileges");
        require(!context.path("privileged").asBoolean(), name + " is not privileged");
        require(context.path("runAsUser").asLong(1) > 0, name + " is not root");
        require(context.path("runAsNonRoot").asBoolean(true), name + " runAsNonRoot");
        require(context.path("capabilities").path("drop").toString().contains("ALL"), name + " drops capabilities");
        require(
                !container.has("ports") || !container.path("ports").toString().contains("hostPort"),
                name + " hostPort");
        require(!container.has("volumeDevices"), name + " volumeDevices");
    }

    private void checkVolumes(JsonNode volumes) {
        for (JsonNode volume : volumes) {
            volume.fieldNames().forEachRemaining(kind -> require(VOLUMES.contains(kind), "no volume of kind " + kind));
            require(!volume.toString().contains("serviceAccountToken"), "no token of a service account in a volume");
        }
        List<String> names = volumes.findValuesAsText("name");
        require(names.contains("loadplane-agent") && names.contains("loadplane-bundle"), "our volumes");
    }

    private void checkLocust(JsonNode container) {
        require(container.path("name").asText().equals("locust"), "the container is locust");
        require(!container.has("args"), "no args");
        require(container.path("command").path(0).asText().equals("python3"), "python3");
        require(container.path("command").path(1).asText().equals("/loadplane/agent/agent.py"), "agent.py");
        require(container.path("securityContext").path("readOnlyRootFilesystem").isBoolean(), "readOnlyRootFilesystem");
        Set<String> names = new HashSet<>();
        for (JsonNode variable : container.path("env")) {
            String name = variable.path("name").asText();
            require(names.add(name), name + " once");
            require(!name.startsWith("LD_") && !name.equals("PYTHONPATH"), "no " + name);
        }
        require(names.contains("LOADPLANE_BUNDLE") && names.contains("LOADPLANE_RUN_ID"), "our variables");
        List<String> mounts = new ArrayList<>();
        for (JsonNode mount : container.path("volumeMounts")) {
            String path =
                    Path.of("/", mount.path("mountPath").asText()).normalize().toString();
            mounts.add(path);
            boolean ours = path.equals("/") || path.equals("/loadplane") || path.startsWith("/loadplane/");
            require(!ours || mount.path("name").asText().startsWith("loadplane-"), "nothing mounted over " + path);
        }
        require(mounts.containsAll(MOUNTS), "our mounts");
        require(new HashSet<>(mounts).size() == mounts.size(), "every path is mounted once");
    }

    private void require(boolean holds, String what) {
        if (!holds) {
            broken.add(what);
        }
    }
}
