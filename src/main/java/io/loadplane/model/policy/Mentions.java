package io.loadplane.model.policy;

import static io.loadplane.model.policy.Mention.Subject.CONFIG_MAP;
import static io.loadplane.model.policy.Mention.Subject.IMAGE;
import static io.loadplane.model.policy.Mention.Subject.INGRESS_HOST;
import static io.loadplane.model.policy.Mention.Subject.PACKAGE;
import static io.loadplane.model.policy.Mention.Subject.PRIORITY_CLASS;
import static io.loadplane.model.policy.Mention.Subject.RUNTIME_CLASS;
import static io.loadplane.model.policy.Mention.Subject.SECRET;
import static io.loadplane.model.policy.Mention.Subject.TARGET_HOST;
import static io.loadplane.model.policy.Mention.Subject.TOLERATION;

import io.loadplane.model.Finding;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.PackageNames;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import io.loadplane.model.policy.Mention.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds everything that a definition names and a policy has a say in, in its fields and in its pod templates. */
final class Mentions {

    private final List<Mention> all = new ArrayList<>();

    private Mentions() {}

    static List<Mention> of(Definition definition) {
        Mentions mentions = new Mentions();
        mentions.addSettings(definition.settings());
        mentions.addPackages(definition.source());
        for (String role : List.of("master", "worker")) {
            mentions.addTemplate(role, definition.settings().podTemplate().get(role));
        }
        return List.copyOf(mentions.all);
    }

    private void addSettings(Settings settings) {
        for (int i = 0; i < settings.envFrom().size(); i++) {
            add(SECRET, "/env_from/" + i + "/secret", settings.envFrom().get(i).secret());
            add(
                    CONFIG_MAP,
                    "/env_from/" + i + "/config_map",
                    settings.envFrom().get(i).configMap());
        }
        for (int i = 0; i < settings.mounts().size(); i++) {
            add(SECRET, "/mounts/" + i + "/secret", settings.mounts().get(i).secret());
            add(
                    CONFIG_MAP,
                    "/mounts/" + i + "/config_map",
                    settings.mounts().get(i).configMap());
        }
        addIngress(settings.ingress());
        addMetadata(settings);
        add(TARGET_HOST, "/host", settings.load().host());
        add(IMAGE, "/image", settings.image().name());
        for (int i = 0; i < settings.image().pullSecrets().size(); i++) {
            add(
                    SECRET,
                    "/image_pull_secrets/" + i,
                    settings.image().pullSecrets().get(i));
        }
        add(
                PRIORITY_CLASS,
                "/scheduling/priority_class_name",
                settings.scheduling().priorityClassName());
        add(
                RUNTIME_CLASS,
                "/scheduling/runtime_class_name",
                settings.scheduling().runtimeClassName());
        addTolerations("/scheduling/tolerations", settings.scheduling().tolerations());
    }

    /** One that is not enabled is not made. */
    private void addIngress(Settings.Ingress ingress) {
        add(SECRET, "/ingress/tls_secret", ingress.tlsSecret());
        if (ingress.enabled()) {
            add(INGRESS_HOST, "/ingress/hostname", ingress.hostname());
            add(Subject.INGRESS_CLASS, "/ingress/class_name", ingress.className());
            addAttributes(Subject.INGRESS_ANNOTATION, "/ingress/annotations", ingress.annotations());
        }
    }

    private void addMetadata(Settings settings) {
        addLabels("/labels", settings.labels());
        settings.podMetadata()
                .labels()
                .forEach((role, labels) -> addLabels("/pod_labels" + Finding.step(role), labels));
        settings.podMetadata()
                .annotations()
                .forEach((role, annotations) ->
                        addAttributes(Subject.POD_ANNOTATION, "/pod_annotations" + Finding.step(role), annotations));
    }

    /** Labels without a prefix are for people, and those of {@code app.kubernetes.io} as well; others steer programs. */
    private void addLabels(String at, @Nullable Object labels) {
        if (labels instanceof Map<?, ?> map) {
            Map<Object, Object> steering = new TreeMap<>(map);
            steering.keySet()
                    .removeIf(key ->
                            !key.toString().contains("/") || key.toString().startsWith("app.kubernetes.io/"));
            addAttributes(Subject.POD_LABEL, at, steering);
        }
    }

    private void addAttributes(Subject subject, String at, @Nullable Object attributes) {
        if (attributes instanceof Map<?, ?> map) {
            map.entrySet()
                    .forEach(entry ->
                            add(subject, at + Finding.step(entry.getKey().toString()), Attribute.of(entry)));
        }
    }

    private void addPackages(Source source) {
        for (int i = 0; i < source.pipPackages().size(); i++) {
            add(
                    PACKAGE,
                    "/pip_packages/" + i,
                    PackageNames.of(source.pipPackages().get(i)));
        }
        if (source.requirements() != null) {
            PackageNames.ofLines(source.requirements()).forEach(name -> add(PACKAGE, "/requirements_content", name));
        }
    }

    private void addTemplate(String role, @Nullable Object template) {
        String place = "/pod_template" + Finding.step(role);
        if (template instanceof Map<?, ?> map && map.get("metadata") instanceof Map<?, ?> metadata) {
            addLabels(place + "/metadata/labels", metadata.get("labels"));
            addAttributes(Subject.POD_ANNOTATION, place + "/metadata/annotations", metadata.get("annotations"));
        }
        if (template instanceof Map<?, ?> map && map.get("spec") instanceof Map<?, ?> spec) {
            addSpec(place + "/spec", spec);
        }
    }

    private void addSpec(String at, Map<?, ?> spec) {
        add(PRIORITY_CLASS, at + "/priorityClassName", spec.get("priorityClassName"));
        add(RUNTIME_CLASS, at + "/runtimeClassName", spec.get("runtimeClassName"));
        add(Subject.SERVICE_ACCOUNT, at + "/serviceAccountName", spec.get("serviceAccountName"));
        addTolerations(at + "/tolerations", spec.get("tolerations"));
        forEach(
                at + "/imagePullSecrets",
                spec.get("imagePullSecrets"),
                (place, secret) -> add(SECRET, place + "/name", secret.get("name")));
        addNames(at, spec);
        forEach(at + "/containers", spec.get("containers"), this::addContainer);
        forEach(at + "/initContainers", spec.get("initContainers"), this::addContainer);
        forEach(at + "/volumes", spec.get("volumes"), this::addVolume);
    }

    /** What decides which addresses the names of target hosts lead to decides which hosts are loaded. */
    private void addNames(String at, Map<?, ?> spec) {
        forEach(
                at + "/hostAliases",
                spec.get("hostAliases"),
                (place, alias) -> add(TARGET_HOST, place + "/ip", url(alias.get("ip"))));
        if (spec.get("dnsConfig") instanceof Map<?, ?> config) {
            for (String field : List.of("nameservers", "searches")) {
                if (config.get(field) instanceof List<?> hosts) {
                    for (int i = 0; i < hosts.size(); i++) {
                        add(TARGET_HOST, "%s/dnsConfig/%s/%d".formatted(at, field, i), url(hosts.get(i)));
                    }
                }
            }
        }
    }

    private static @Nullable String url(@Nullable Object host) {
        String text = String.valueOf(host);
        return host == null ? null : "http://" + (text.contains(":") ? "[" + text + "]" : text);
    }

    private void addTolerations(String at, @Nullable Object tolerations) {
        forEach(
                at,
                tolerations,
                (place, tree) -> add(TOLERATION, place, Toleration.of(tree).toString()));
    }

    private void addContainer(String at, Map<?, ?> container) {
        add(IMAGE, at + "/image", container.get("image"));
        forEach(at + "/env", container.get("env"), (place, variable) -> {
            if (variable.get("valueFrom") instanceof Map<?, ?> source) {
                addReference(SECRET, place + "/valueFrom", source, "secretKeyRef", "name");
                addReference(CONFIG_MAP, place + "/valueFrom", source, "configMapKeyRef", "name");
            }
        });
        forEach(at + "/envFrom", container.get("envFrom"), (place, source) -> {
            addReference(SECRET, place, source, "secretRef", "name");
            addReference(CONFIG_MAP, place, source, "configMapRef", "name");
        });
    }

    private void addVolume(String at, Map<?, ?> volume) {
        addReference(SECRET, at, volume, "secret", "secretName");
        addReference(CONFIG_MAP, at, volume, "configMap", "name");
        addReference(Subject.VOLUME_CLAIM, at, volume, "persistentVolumeClaim", "claimName");
        if (volume.get("ephemeral") instanceof Map<?, ?> ephemeral) {
            addEphemeral(at + "/ephemeral", ephemeral);
        }
        if (volume.get("projected") instanceof Map<?, ?> projected) {
            forEach(at + "/projected/sources", projected.get("sources"), (place, source) -> {
                addReference(SECRET, place, source, "secret", "name");
                addReference(CONFIG_MAP, place, source, "configMap", "name");
            });
        }
    }

    /** One without a size asks for any. */
    private void addEphemeral(String at, Map<?, ?> ephemeral) {
        Map<?, ?> spec = below(below(ephemeral, "volumeClaimTemplate"), "spec");
        Map<?, ?> requests = below(below(spec, "resources"), "requests");
        String place = at + "/volumeClaimTemplate/spec";
        boolean sized = requests.containsKey("storage");
        add(
                Subject.EPHEMERAL_VOLUME,
                sized ? place + "/resources/requests/storage" : at,
                sized ? String.valueOf(requests.get("storage")) : "");
        add(Subject.STORAGE_CLASS, place + "/storageClassName", spec.get("storageClassName"));
    }

    private static Map<?, ?> below(Map<?, ?> tree, String field) {
        return tree.get(field) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** A reference without a name is one to nothing that could be allowed. */
    private void addReference(Subject subject, String at, Map<?, ?> source, String reference, String field) {
        if (source.get(reference) instanceof Map<?, ?> map) {
            Object name = map.get(field);
            add(subject, "%s/%s/%s".formatted(at, reference, field), name == null ? "" : name);
        }
    }

    private void add(Subject subject, String pointer, @Nullable Object name) {
        if (name != null) {
            all.add(new Mention(subject, pointer, name.toString()));
        }
    }

    /** Does something with an object of a list, and its place. */
    private interface Visit {
        void visit(String place, Map<?, ?> object);
    }

    /** What is no list of objects is refused by its target. */
    private static void forEach(String at, @Nullable Object list, Visit action) {
        if (list instanceof List<?> items) {
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i) instanceof Map<?, ?> item) {
                    action.visit(at + "/" + i, item);
                }
            }
        }
    }
}
