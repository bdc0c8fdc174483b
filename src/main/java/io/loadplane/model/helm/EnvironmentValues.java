package io.loadplane.model.helm;

import static io.loadplane.model.helm.Rule.only;
import static io.loadplane.model.helm.Rule.takes;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.helm.Rule.Becomes;
import io.loadplane.model.helm.Written.Branch;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the script finds in its pod: variables, Secrets and ConfigMaps. */
final class EnvironmentValues {

    private static final String SECRETS_VOLUME = "external-secrets";

    private static final Becomes BY_ROLE =
            new Becomes("env, or env of the role's container in pod_template", EnvironmentValues::byRole);

    private static final Becomes SECRET_FILES =
            new Becomes("a projected volume in pod_template of both roles", EnvironmentValues::secretFiles);

    static final List<Rule> RULES = List.of(
            takes(
                    "loadtest.environment",
                    ValueType.TEXT_MAP,
                    "variables for master and workers; those of Locust become fields",
                    new Becomes(
                            "env, and the fields of the options",
                            (values, tree, findings) ->
                                    variables(values.entries("loadtest.environment"), tree, findings))),
            takes(
                    "master.environment",
                    ValueType.TEXT_MAP,
                    "variables for the master; those of Locust become fields",
                    BY_ROLE),
            takes(
                    "worker.environment",
                    ValueType.TEXT_MAP,
                    "variables for the workers; each wins over the one of the same name for both",
                    BY_ROLE),
            only("master.envs_include_default", "the host and the script are always handed to Locust", true),
            only("worker.envs_include_default", "the host and the script are always handed to Locust", true),
            only(
                    "loadtest.environment_secret",
                    "a definition is shown to everybody who may read it; keep the values in a Secret of the namespace and"
                            + " name that in loadtest.environment_load_from_secrets"),
            takes(
                    "loadtest.environment_load_from_secrets",
                    ValueType.TEXTS,
                    "Secrets whose keys all become variables",
                    new Becomes("env_from", EnvironmentValues::wholeSecrets)),
            takes(
                    "loadtest.environment_external_secret",
                    ValueType.KEYS,
                    "Secrets, and which of their keys become variables",
                    new Becomes("env in pod_template of both roles", EnvironmentValues::secretKeys)),
            takes(
                    "loadtest.mount_external_secret.mountPath",
                    ValueType.TEXT,
                    "folder for keys of Secrets",
                    SECRET_FILES),
            takes(
                    "loadtest.mount_external_secret.files",
                    ValueType.KEYS,
                    "Secrets, and which of their keys become files there",
                    SECRET_FILES),
            takes(
                    "extraConfigMaps",
                    ValueType.TEXT_MAP,
                    "ConfigMaps, and the folders where their files appear",
                    new Becomes("mounts", EnvironmentValues::configMaps)));

    private EnvironmentValues() {}

    private static void variables(Map<String, Written> variables, DefinitionTree tree, Findings findings) {
        variables.forEach((name, value) -> LocustOption.byVariable(name)
                .ifPresentOrElse(
                        option -> option.translate(((Scalar) value).text(), value, tree, findings),
                        () -> tree.put("/env" + Finding.step(name), value, findings)));
    }

    /** What is the same for both roles is said once; Locust's own variables mean something on the master only. */
    private static void byRole(Values values, DefinitionTree tree, Findings findings) {
        Map<String, Written> master = new LinkedHashMap<>(values.entries("master.environment"));
        Map<String, Written> worker = new LinkedHashMap<>(values.entries("worker.environment"));
        Map<String, Written> shared = new LinkedHashMap<>();
        master.forEach((name, value) -> {
            Written other = worker.get(name);
            if (LocustOption.byVariable(name).isPresent()
                    || other != null
                            && other.plain().equals(value.plain())
                            && !values.entries("loadtest.environment").containsKey(name)) {
                shared.put(name, value);
            }
        });
        variables(shared, tree, findings);
        shared.forEach((name, value) -> {
            master.remove(name);
            worker.computeIfPresent(name, (same, other) -> other.plain().equals(value.plain()) ? null : other);
        });
        master.forEach((name, value) -> ofRole("master", name, value, tree, findings));
        worker.forEach((name, value) -> ofRole("worker", name, value, tree, findings));
    }

    private static void ofRole(String role, String name, Written value, DefinitionTree tree, Findings findings) {
        if (name.startsWith("LOCUST_") || name.startsWith("LOADPLANE_")) {
            findings.error(
                    value.pointer(),
                    "unsupported_value",
                    "%s.environment.%s is not supported: it would change how Locust is run; its options are supported in master.environment and master.args"
                            .formatted(role, name));
        } else {
            tree.append(tree.container(role, "/env"), map(value, "name", name, "value", value.plain()));
        }
    }

    private static void wholeSecrets(Values values, DefinitionTree tree, Findings findings) {
        values.items("loadtest.environment_load_from_secrets")
                .forEach(name -> tree.append("/env_from", map(name, "secret", name.plain())));
    }

    private static void secretKeys(Values values, DefinitionTree tree, Findings findings) {
        values.entries("loadtest.environment_external_secret")
                .forEach((secret, keys) -> ((Items) keys)
                        .values()
                        .forEach(key -> DefinitionTree.ROLES.forEach(role -> {
                            Branch reference = map(key, "name", secret, "key", key.plain());
                            Branch source = new Branch(Map.of("secretKeyRef", reference), key.pointer());
                            Map<String, Written> variable = new LinkedHashMap<>();
                            variable.put("name", key);
                            variable.put("valueFrom", source);
                            tree.append(tree.container(role, "/env"), new Branch(variable, key.pointer()));
                        })));
    }

    private static void secretFiles(Values values, DefinitionTree tree, Findings findings) {
        Map<String, Written> files = values.entries("loadtest.mount_external_secret.files");
        values.scalar("loadtest.mount_external_secret.mountPath")
                .ifPresentOrElse(
                        path -> mountSecrets(path, files, tree, findings),
                        () -> values.find("loadtest.mount_external_secret.files")
                                .ifPresent(
                                        written -> findings.error(
                                                written.pointer(),
                                                "required",
                                                "loadtest.mount_external_secret needs mountPath: where the files appear in a pod")));
    }

    private static void mountSecrets(Scalar path, Map<String, Written> files, DefinitionTree tree, Findings findings) {
        if (!path.text().startsWith("/")) {
            findings.error(
                    path.pointer(),
                    "malformed_path",
                    "loadtest.mount_external_secret.mountPath must be absolute: where the files appear in a pod");
            return;
        }
        List<Written> sources = new ArrayList<>();
        files.forEach((secret, keys) -> ((Items) keys).values().forEach(key -> {
            Branch item = map(key, "key", key.plain(), "path", key.plain());
            Map<String, Written> source = new LinkedHashMap<>();
            source.put("name", new Scalar(secret, key.pointer()));
            source.put("items", new Items(List.of(item), key.pointer()));
            sources.add(new Branch(Map.of("secret", new Branch(source, key.pointer())), key.pointer()));
        }));
        Branch projected = new Branch(Map.of("sources", new Items(sources, path.pointer())), path.pointer());
        Map<String, Written> volume = new LinkedHashMap<>();
        volume.put("name", new Scalar(SECRETS_VOLUME, path.pointer()));
        volume.put("projected", projected);
        for (String role : DefinitionTree.ROLES) {
            tree.append(DefinitionTree.pod(role, "/volumes"), new Branch(volume, path.pointer()));
            Branch mount = map(path, "name", SECRETS_VOLUME, "mountPath", path.plain());
            Map<String, Written> readOnly = new LinkedHashMap<>(mount.entries());
            readOnly.put("readOnly", new Scalar(true, path.pointer()));
            tree.append(tree.container(role, "/volumeMounts"), new Branch(readOnly, path.pointer()));
        }
    }

    private static void configMaps(Values values, DefinitionTree tree, Findings findings) {
        values.entries("extraConfigMaps")
                .forEach((name, path) -> tree.append("/mounts", map(path, "config_map", name, "path", path.plain())));
    }

    /** A map of names and plain values, all of which were written at one place. */
    private static Branch map(Written origin, Object... namesAndValues) {
        Map<String, Written> entries = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            entries.put((String) namesAndValues[i], new Scalar(namesAndValues[i + 1], origin.pointer()));
        }
        return new Branch(entries, origin.pointer());
    }
}
