package io.loadplane.model.helm;

import static io.loadplane.model.helm.Rule.only;
import static io.loadplane.model.helm.Rule.takes;

import io.loadplane.model.Findings;
import io.loadplane.model.helm.Rule.Becomes;
import io.loadplane.model.helm.Rule.Step;
import io.loadplane.model.helm.Written.Branch;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How pods look and where they run, for both roles or for one. */
final class PodValues {

    private static final String DEFAULT_REPOSITORY = "locustio/locust";

    /** What a script may need from outside its pod without reaching into the node. */
    private static final Set<String> VOLUMES =
            Set.of("configMap", "secret", "emptyDir", "projected", "downwardAPI", "persistentVolumeClaim", "ephemeral");

    private static final String IMAGE_TARGET = "image, or that of the role's container in pod_template if they differ";
    private static final Becomes IMAGE = new Becomes(IMAGE_TARGET, PodValues::image);
    private static final Becomes NODE_SELECTOR = placement("nodeSelector", "node_selector");
    private static final Becomes TOLERATIONS = placement("tolerations", "tolerations");
    private static final Becomes AFFINITY = placement("affinity", "affinity");

    static final List<Rule> RULES = rules();

    private PodValues() {}

    private static List<Rule> rules() {
        List<Rule> rules = new ArrayList<>(List.of(
                takes("image.repository", ValueType.TEXT, "image of both roles; needs image.tag", IMAGE),
                takes("image.tag", ValueType.TEXT, "version of it; of locustio/locust if no other is named", IMAGE),
                takes("image.pullPolicy", ValueType.TEXT, "when it is pulled", "/image_pull_policy"),
                takes(
                        "imagePullSecrets",
                        ValueType.OBJECTS,
                        "Secrets with which it is pulled, each as {\"name\": …}",
                        new Becomes("image_pull_secrets", PodValues::pullSecrets)),
                takes("nodeSelector", ValueType.TEXT_MAP, "labels a node must have", NODE_SELECTOR),
                takes("tolerations", ValueType.OBJECTS, "as in a pod", TOLERATIONS),
                takes("affinity", ValueType.OBJECT, "as in a pod", AFFINITY),
                takes(
                        "extraLabels",
                        ValueType.TEXT_MAP,
                        "labels on everything created",
                        new Becomes(
                                "labels",
                                (values, tree, findings) ->
                                        tree.putAll("/labels", values.entries("extraLabels"), findings))),
                takes(
                        "master.lifecycle",
                        ValueType.OBJECT,
                        "what is done before and after Locust",
                        new Becomes("lifecycle of the container in pod_template", PodValues::lifecycle)),
                takes(
                        "hostAliases",
                        ValueType.OBJECTS,
                        "lines of /etc/hosts",
                        new Becomes("hostAliases in pod_template of both roles", PodValues::hostAliases))));
        for (String role : DefinitionTree.ROLES) {
            rules.addAll(rulesFor(role));
        }
        return List.copyOf(rules);
    }

    private static List<Rule> rulesFor(String role) {
        String image = role + ".image";
        return List.of(
                takes(image, ValueType.TEXT, "image of this role, with its tag", IMAGE),
                takes(role + ".annotations", ValueType.TEXT_MAP, "annotations of pods", "/pod_annotations/" + role),
                takes(
                        role + ".resources.requests",
                        ValueType.TEXT_MAP,
                        "what must be free",
                        "/resources/" + role + "/requests"),
                takes(
                        role + ".resources.limits",
                        ValueType.TEXT_MAP,
                        "what may be used at most",
                        "/resources/" + role + "/limits"),
                takes(role + ".nodeSelector", ValueType.TEXT_MAP, "instead of nodeSelector", NODE_SELECTOR),
                takes(role + ".tolerations", ValueType.OBJECTS, "instead of tolerations", TOLERATIONS),
                takes(role + ".affinity", ValueType.OBJECT, "instead of affinity", AFFINITY),
                takes(
                        role + ".initContainers",
                        ValueType.OBJECTS,
                        "containers that run before Locust",
                        new Becomes("initContainers in pod_template", copies(role, "initContainers"))),
                takes(
                        role + ".extraVolumes",
                        ValueType.OBJECTS,
                        "volumes: "
                                + String.join(", ", VOLUMES.stream().sorted().toList()),
                        new Becomes("volumes in pod_template", volumes(role))),
                takes(
                        role + ".extraVolumeMounts",
                        ValueType.OBJECTS,
                        "where they appear beside Locust",
                        new Becomes("volumeMounts of the container in pod_template", mounts(role))),
                only(role + ".logLevel", "Locust logs at INFO", "INFO"));
    }

    /** What one role says replaces what is said for both; what comes out the same for both roles is said once. */
    private static Becomes placement(String name, String field) {
        Step step = (values, tree, findings) -> {
            Optional<Written> master = values.find("master." + name).or(() -> values.find(name));
            Optional<Written> worker = values.find("worker." + name).or(() -> values.find(name));
            if (master.map(Written::plain).equals(worker.map(Written::plain))) {
                master.ifPresent(value -> tree.put("/scheduling/" + field, value, findings));
            } else {
                master.ifPresent(value -> tree.put(DefinitionTree.pod("master", "/" + name), value, findings));
                worker.ifPresent(value -> tree.put(DefinitionTree.pod("worker", "/" + name), value, findings));
            }
        };
        return new Becomes("scheduling.%s, or %s in pod_template if the roles differ".formatted(field, name), step);
    }

    private static void image(Values values, DefinitionTree tree, Findings findings) {
        Optional<Scalar> both = imageOfBoth(values, findings);
        Optional<Scalar> master = values.scalar("master.image").or(() -> both);
        Optional<Scalar> worker = values.scalar("worker.image").or(() -> both);
        if (master.map(Scalar::text).equals(worker.map(Scalar::text))) {
            master.ifPresent(image -> tree.put("/image", image, findings));
            return;
        }
        both.ifPresent(image -> tree.put("/image", image, findings));
        for (String role : DefinitionTree.ROLES) {
            values.scalar(role + ".image")
                    .ifPresent(image -> tree.put(tree.container(role, "/image"), image, findings));
        }
    }

    private static Optional<Scalar> imageOfBoth(Values values, Findings findings) {
        Optional<Scalar> repository = values.scalar("image.repository");
        Optional<Scalar> tag = values.scalar("image.tag");
        if (repository.isPresent() && tag.isEmpty()) {
            findings.error(
                    repository.get().pointer(),
                    "required",
                    "image.repository needs image.tag: the chart's own differs from version to version");
            return Optional.empty();
        }
        return tag.map(version -> new Scalar(
                repository.map(Scalar::text).orElse(DEFAULT_REPOSITORY) + ":" + version.text(),
                repository.orElse(version).pointer()));
    }

    private static void pullSecrets(Values values, DefinitionTree tree, Findings findings) {
        for (Written item : values.items("imagePullSecrets")) {
            if (((Branch) item).entries().get("name") instanceof Scalar name) {
                tree.append("/image_pull_secrets", name);
            } else {
                findings.error(item.pointer(), "required", "each of imagePullSecrets needs a name");
            }
        }
    }

    private static void hostAliases(Values values, DefinitionTree tree, Findings findings) {
        values.find("hostAliases")
                .ifPresent(aliases -> DefinitionTree.ROLES.forEach(
                        role -> tree.put(DefinitionTree.pod(role, "/hostAliases"), aliases, findings)));
    }

    private static void lifecycle(Values values, DefinitionTree tree, Findings findings) {
        values.find("master.lifecycle")
                .ifPresent(hooks -> tree.put(tree.container("master", "/lifecycle"), hooks, findings));
    }

    private static Step copies(String role, String name) {
        return (values, tree, findings) -> values.items(role + "." + name)
                .forEach(item -> tree.append(DefinitionTree.pod(role, "/" + name), item));
    }

    private static Step mounts(String role) {
        return (values, tree, findings) -> values.items(role + ".extraVolumeMounts")
                .forEach(item -> tree.append(tree.container(role, "/volumeMounts"), item));
    }

    private static Step volumes(String role) {
        return (values, tree, findings) -> {
            for (Written item : values.items(role + ".extraVolumes")) {
                if (isHarmless(role, (Branch) item, findings)) {
                    tree.append(DefinitionTree.pod(role, "/volumes"), item);
                }
            }
        };
    }

    private static boolean isHarmless(String role, Branch volume, Findings findings) {
        int before = findings.errorCount();
        Map<String, Written> entries = volume.entries();
        entries.forEach((kind, source) -> {
            if (!kind.equals("name") && !VOLUMES.contains(kind)) {
                refuse(role, kind, source, findings);
            }
        });
        if (entries.get("projected") instanceof Branch projected
                && projected.entries().get("sources") instanceof Items sources) {
            sources.values().stream()
                    .filter(Branch.class::isInstance)
                    .flatMap(source -> ((Branch) source).entries().entrySet().stream())
                    .filter(source -> source.getKey().equals("serviceAccountToken"))
                    .forEach(source -> refuse(role, source.getKey(), source.getValue(), findings));
        }
        return findings.errorCount() == before;
    }

    private static void refuse(String role, String kind, Written source, Findings findings) {
        findings.error(
                source.pointer(),
                "unsupported_value",
                "%s.extraVolumes with %s is not supported; supported: %s"
                        .formatted(
                                role,
                                kind,
                                String.join(", ", VOLUMES.stream().sorted().toList())));
    }
}
