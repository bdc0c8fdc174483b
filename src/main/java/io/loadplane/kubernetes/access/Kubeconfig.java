package io.loadplane.kubernetes.access;

import io.loadplane.model.Findings;
import io.loadplane.model.credential.ClusterAccess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Takes a kubeconfig apart. Whatever would run programs, read files or trust anybody on this side is refused: the file
 * comes from a caller.
 */
final class Kubeconfig {

    private static final String AT = "/kubeconfig";

    private static final String HOW_TO_GET_ONE = "; create a ServiceAccount with a token on the cluster instead:"
            + " GET /cluster-credentials/rbac?namespace=NAME&bootstrap=true, or loadplane rbac --namespace NAME,"
            + " gives the YAML to apply and, as its last line, the command that prints a kubeconfig";

    private final Findings findings;
    private final boolean allowInsecure;

    Kubeconfig(Findings findings, boolean allowInsecure) {
        this.findings = findings;
        this.allowInsecure = allowInsecure;
    }

    /** What it takes to reach the cluster; empty when something is wrong, which the findings then say. */
    Optional<ClusterAccess> read(String text, @Nullable String chosenContext) {
        int before = findings.errorCount();
        Map<?, ?> root = parse(text);
        Map<?, ?> context = contextOf(root, chosenContext);
        Map<?, ?> cluster = named(root, "clusters", "cluster", text(context, "cluster"));
        Map<?, ?> user = named(root, "users", "user", text(context, "user"));
        if (findings.errorCount() > before) {
            return Optional.empty();
        }
        checkTexts(cluster, List.of("server", "certificate-authority-data", "tls-server-name"));
        checkTexts(user, List.of("token", "client-certificate-data", "client-key-data"));
        checkCluster(cluster);
        checkUser(user);
        String server = text(cluster, "server");
        if (server == null) {
            refuse("server_missing", "the cluster of the chosen context has no server");
        }
        ClusterAccess access = new ClusterAccess(
                server == null ? "" : server,
                decoded(cluster, "certificate-authority-data"),
                decoded(user, "client-certificate-data"),
                decoded(user, "client-key-data"),
                text(user, "token"),
                text(cluster, "tls-server-name"),
                Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify")));
        if (access.token() == null && access.clientCertificate() == null) {
            refuse("identity_missing", "the user of the chosen context has neither a token nor a client certificate");
        }
        if ((access.clientCertificate() == null) != (access.clientKey() == null)) {
            refuse(
                    "identity_missing",
                    "client-certificate-data and client-key-data belong together; the user has only one");
        }
        return findings.errorCount() == before ? Optional.of(access) : Optional.empty();
    }

    private Map<?, ?> parse(String text) {
        try {
            LoaderOptions options = new LoaderOptions();
            options.setAllowDuplicateKeys(false);
            Object root = new Yaml(new SafeConstructor(options)).load(text);
            if (root instanceof Map<?, ?> map && map.get("clusters") instanceof List<?>) {
                return map;
            }
            refuse("malformed_kubeconfig", "kubeconfig is YAML, but no kubeconfig: it has no list of clusters");
        } catch (YAMLException e) {
            refuse(
                    "malformed_kubeconfig",
                    "kubeconfig is not YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        } catch (RuntimeException e) {
            // A tag such as !!int before what is none. The message would quote the value, which may be secret.
            refuse("malformed_kubeconfig", "kubeconfig is not YAML: a value is not of the type that its tag names");
        }
        return Map.of();
    }

    private Map<?, ?> contextOf(Map<?, ?> root, @Nullable String chosen) {
        List<String> names = new ArrayList<>();
        for (Object entry : list(root, "contexts")) {
            if (entry instanceof Map<?, ?> map && text(map, "name") instanceof String name) {
                names.add(name);
            }
        }
        String current = text(root, "current-context");
        String wanted = chosen != null ? chosen : names.size() == 1 ? names.getFirst() : null;
        if (root.isEmpty()) {
            return root;
        } else if (wanted == null) {
            findings.error(
                    "/context",
                    "ambiguous_context",
                    "the kubeconfig has %d contexts; name one as context: %s%s"
                            .formatted(
                                    names.size(),
                                    String.join(", ", names),
                                    current == null ? "" : " (its current one is %s)".formatted(current)));
        } else if (!names.contains(wanted)) {
            findings.error(
                    "/context",
                    "unknown_context",
                    "the kubeconfig has no context \"%s\"; it has: %s".formatted(wanted, String.join(", ", names)));
        } else {
            return named(root, "contexts", "context", wanted);
        }
        return Map.of();
    }

    private Map<?, ?> named(Map<?, ?> root, String list, String noun, @Nullable String name) {
        if (name == null) {
            return Map.of();
        }
        List<Object> found = new ArrayList<>();
        for (Object entry : list(root, list)) {
            if (entry instanceof Map<?, ?> map && name.equals(text(map, "name"))) {
                found.add(map.get(noun));
            }
        }
        if (found.size() == 1 && found.getFirst() instanceof Map<?, ?> value) {
            return value;
        }
        refuse(
                "malformed_kubeconfig",
                found.size() > 1
                        ? "the kubeconfig has the %s \"%s\" %d times; it must be there once"
                                .formatted(noun, name, found.size())
                        : "the kubeconfig names the %s \"%s\", but does not have it".formatted(noun, name));
        return Map.of();
    }

    /** What is no text would count as missing, and a missing authority means any that the JDK trusts. */
    private void checkTexts(Map<?, ?> map, List<String> fields) {
        for (String field : fields) {
            if (map.get(field) != null && !(map.get(field) instanceof String)) {
                refuse("malformed_kubeconfig", field + " must be a text");
            }
        }
    }

    private void checkCluster(Map<?, ?> cluster) {
        refuseIf(
                cluster,
                "certificate-authority",
                "file_reference",
                "certificate-authority names a file; put its content into certificate-authority-data");
        refuseIf(cluster, "proxy-url", "proxy_refused", "proxy-url is not supported");
        if (Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify")) && !allowInsecure) {
            refuse(
                    "insecure_refused",
                    "insecure-skip-tls-verify would trust anybody who answers; give certificate-authority-data instead");
        }
    }

    private void checkUser(Map<?, ?> user) {
        refuseIf(
                user,
                "exec",
                "exec_refused",
                "exec would run a program here, which is how EKS, GKE and AKS log people in" + HOW_TO_GET_ONE);
        refuseIf(user, "auth-provider", "auth_provider_refused", "auth-provider needs a program here" + HOW_TO_GET_ONE);
        refuseIf(
                user,
                "client-certificate",
                "file_reference",
                "client-certificate names a file; put its content into client-certificate-data");
        refuseIf(user, "client-key", "file_reference", "client-key names a file; put its content into client-key-data");
        refuseIf(user, "tokenFile", "file_reference", "tokenFile names a file; put its content into token");
        refuseIf(user, "username", "password_refused", "username and password are not supported" + HOW_TO_GET_ONE);
        refuseIf(user, "password", "password_refused", "username and password are not supported" + HOW_TO_GET_ONE);
        for (String field : List.of("as", "as-uid", "as-groups", "as-user-extra")) {
            refuseIf(user, field, "impersonation_refused", "impersonation is not supported; give the identity itself");
        }
    }

    private void refuseIf(Map<?, ?> map, String field, String code, String message) {
        if (map.get(field) != null && !"".equals(map.get(field))) {
            refuse(code, message);
        }
    }

    private @Nullable String decoded(Map<?, ?> map, String field) {
        String base64 = text(map, field);
        if (base64 == null) {
            return null;
        }
        try {
            return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            refuse("malformed_base64", field + " is not base64");
            return null;
        }
    }

    private void refuse(String code, String message) {
        findings.error(AT, code, message);
    }

    private static List<?> list(Map<?, ?> map, String field) {
        return map.get(field) instanceof List<?> list ? list : List.of();
    }

    private static @Nullable String text(Map<?, ?> map, String field) {
        return map.get(field) instanceof String text && !text.isBlank() ? text : null;
    }
}
