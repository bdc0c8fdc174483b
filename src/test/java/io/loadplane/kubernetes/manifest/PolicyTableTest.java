package io.loadplane.kubernetes.manifest;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.annotations.SerializedName;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1EnvFromSource;
import io.kubernetes.client.openapi.models.V1EnvVar;
import io.kubernetes.client.openapi.models.V1EnvVarSource;
import io.kubernetes.client.openapi.models.V1HTTPGetAction;
import io.kubernetes.client.openapi.models.V1HostAlias;
import io.kubernetes.client.openapi.models.V1Lifecycle;
import io.kubernetes.client.openapi.models.V1LifecycleHandler;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaimSpec;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaimTemplate;
import io.kubernetes.client.openapi.models.V1PersistentVolumeClaimVolumeSource;
import io.kubernetes.client.openapi.models.V1PodDNSConfig;
import io.kubernetes.client.openapi.models.V1PodSecurityContext;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Probe;
import io.kubernetes.client.openapi.models.V1ResourceRequirements;
import io.kubernetes.client.openapi.models.V1SecurityContext;
import io.kubernetes.client.openapi.models.V1TCPSocketAction;
import io.kubernetes.client.openapi.models.V1Volume;
import io.kubernetes.client.openapi.models.V1VolumeMount;
import io.kubernetes.client.openapi.models.V1VolumeProjection;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.Words;
import io.loadplane.model.loadtest.Settings;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table in docs/policies.md has every field of a pod, and what it says of a field is true. */
class PolicyTableTest {

    /** A time is of the wrong type wherever it stands: no template may set one. */
    private static final Set<String> REFUSALS =
            Set.of("field_not_allowed", "not_restricted", "host_not_allowed", "wrong_type");

    private static final Map<String, Class<?>> TYPES = new LinkedHashMap<>();

    static {
        TYPES.put("metadata", V1ObjectMeta.class);
        TYPES.put("spec", V1PodSpec.class);
        TYPES.put("spec.dnsConfig", V1PodDNSConfig.class);
        TYPES.put("spec.hostAliases[]", V1HostAlias.class);
        TYPES.put("spec.securityContext", V1PodSecurityContext.class);
        TYPES.put("spec.containers[]", V1Container.class);
        TYPES.put("spec.initContainers[]", V1Container.class);
        TYPES.put("….env[]", V1EnvVar.class);
        TYPES.put("….env[].valueFrom", V1EnvVarSource.class);
        TYPES.put("….envFrom[]", V1EnvFromSource.class);
        TYPES.put("….resources", V1ResourceRequirements.class);
        TYPES.put("….volumeMounts[]", V1VolumeMount.class);
        TYPES.put("….securityContext", V1SecurityContext.class);
        TYPES.put("….lifecycle", V1Lifecycle.class);
        TYPES.put("….lifecycle.preStop", V1LifecycleHandler.class);
        TYPES.put("….startupProbe", V1Probe.class);
        TYPES.put("….httpGet", V1HTTPGetAction.class);
        TYPES.put("….tcpSocket", V1TCPSocketAction.class);
        TYPES.put("spec.volumes[]", V1Volume.class);
        TYPES.put("spec.volumes[].projected.sources[]", V1VolumeProjection.class);
        TYPES.put("spec.volumes[].persistentVolumeClaim", V1PersistentVolumeClaimVolumeSource.class);
        TYPES.put("spec.volumes[].ephemeral.volumeClaimTemplate", V1PersistentVolumeClaimTemplate.class);
        TYPES.put("spec.volumes[].ephemeral.volumeClaimTemplate.spec", V1PersistentVolumeClaimSpec.class);
    }

    static Stream<String> types() {
        return TYPES.keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("types")
    void every_field_is_in_the_table(String place) throws IOException {
        Set<String> told = new TreeSet<>();
        table().keySet().stream()
                .filter(field -> field.startsWith(place + "."))
                .map(field -> field.substring(place.length() + 1))
                .filter(field -> !field.contains("."))
                .forEach(told::add);

        assertThat(told).isEqualTo(fieldsOf(place).keySet());
    }

    static Stream<String> fields() throws IOException {
        return table().keySet().stream().filter(field -> TYPES.containsKey(parent(field)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("fields")
    void closed_fields_are_refused_and_no_others(String field) throws IOException {
        Type type = requireNonNull(fieldsOf(parent(field)).get(name(field)));
        String path = path(field);
        Findings findings = new Findings();

        PodTemplateRules.check(Map.of("worker", tree(List.of(path.split("\\.")), sample(type))), findings);

        String pointer = "/pod_template/worker/" + path.replace("[]", "/0").replace('.', '/');
        List<Finding> refusals = findings.errors().stream()
                .filter(finding -> REFUSALS.contains(finding.code()))
                .filter(finding -> pointer.equals(finding.pointer()))
                .toList();
        switch (requireNonNull(table().get(field))) {
            case "closed" -> assertThat(refusals).isNotEmpty();
            case "open", "policy" -> assertThat(refusals).isEmpty();
            case String state -> assertThat(state).isEqualTo("limited");
        }
    }

    @Test
    void every_field_of_the_ingress_is_in_the_table() throws IOException {
        Set<String> told = table().keySet().stream()
                .filter(field -> field.startsWith("ingress."))
                .map(field -> field.substring("ingress.".length()))
                .collect(Collectors.toSet());

        assertThat(told)
                .isEqualTo(Arrays.stream(Settings.Ingress.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .map(Words::snakeCase)
                        .collect(Collectors.toSet()));
    }

    /** The state of each field. */
    private static Map<String, String> table() throws IOException {
        return Files.readAllLines(Path.of("docs/policies.md")).stream()
                .filter(line -> line.startsWith("| `") && line.split("\\|").length == 4)
                .map(line -> line.split("\\|"))
                .collect(Collectors.toMap(
                        cells -> cells[1].strip().replace("`", ""),
                        cells -> cells[2].strip(),
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    private static String parent(String field) {
        return field.substring(0, Math.max(0, field.lastIndexOf('.')));
    }

    private static String name(String field) {
        return field.substring(field.lastIndexOf('.') + 1);
    }

    /** Where a field of any container is written in a container that may have it. */
    private static String path(String field) {
        return field.replaceFirst("^….(httpGet|tcpSocket)", "….startupProbe.$1")
                .replaceFirst("^…", "spec.initContainers[]");
    }

    private static Object tree(List<String> steps, Object leaf) {
        if (steps.isEmpty()) {
            return leaf;
        }
        String step = steps.getFirst();
        Object below = tree(steps.subList(1, steps.size()), leaf);
        return Map.of(step.replace("[]", ""), step.endsWith("[]") ? List.of(named(step, below)) : below);
    }

    /** Containers and volumes are told apart by their names. */
    private static Object named(String list, Object item) {
        Map<Object, Object> all = new TreeMap<>((Map<?, ?>) item);
        switch (list) {
            case "containers[]" -> all.putIfAbsent("name", "locust");
            case "initContainers[]" -> {
                all.putIfAbsent("name", "helper");
                all.putIfAbsent("image", "helper:1");
            }
            case "volumes[]" -> all.putIfAbsent("name", "data");
            default -> {}
        }
        return all;
    }

    private static Map<String, Type> fieldsOf(String place) {
        Map<String, Type> fields = new TreeMap<>();
        for (Field field : requireNonNull(TYPES.get(place)).getDeclaredFields()) {
            SerializedName name = field.getAnnotation(SerializedName.class);
            if (name != null) {
                fields.put(name.value(), field.getGenericType());
            }
        }
        return fields;
    }

    private static Object sample(Type type) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            Object element = sample(arguments[arguments.length - 1]);
            return generic.getRawType() == Map.class ? Map.of("a", element) : List.of(element);
        } else if (type == Boolean.class) {
            return true;
        } else if (type == Integer.class || type == Long.class) {
            return 1;
        } else if (type == String.class || type == Quantity.class || type == IntOrString.class) {
            return "1";
        }
        return Map.of();
    }
}
