package io.loadplane.kubernetes;

import com.google.gson.JsonObject;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.kubernetes.client.custom.Quantity;
import io.kubernetes.client.openapi.models.V1LimitRange;
import io.kubernetes.client.openapi.models.V1LimitRangeList;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ResourceQuota;
import io.kubernetes.client.openapi.models.V1ResourceQuotaList;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Refusals;
import io.loadplane.kubernetes.access.Resource;
import io.loadplane.kubernetes.manifest.RunNames;
import io.loadplane.model.cluster.Check;
import io.loadplane.model.cluster.Check.State;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.cluster.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Looks whether a cluster will let runs happen, before somebody waits for one. */
final class Verification {

    /** Indexed Jobs whose indexes fail alone are on by default from here on. */
    private static final int OLDEST_MINOR = 29;

    private static final Pattern MINOR = Pattern.compile("v?1\\.(\\d{1,4})(?:\\D.*)?");

    private final Connection connection;
    private final Target target;
    private final String namespace;
    private final String image;

    Verification(Connection connection, Target target, String image) {
        this.image = image;
        this.connection = connection;
        this.target = target;
        this.namespace = target.namespace();
    }

    List<Check> run(boolean probe) {
        List<Check> checks = new ArrayList<>();
        try {
            checks.add(version());
        } catch (ClusterException e) {
            return List.of(failed("server", e));
        }
        checks.add(
                attempt("identity", () -> ok("identity", "the cluster knows us as " + Permissions.whoAmI(connection))));
        checks.add(attempt("namespace", this::namespace));
        Permission.ALL.forEach(permission -> permission
                .verbs()
                .forEach(verb ->
                        checks.add(attempt(verb + " " + permission.qualified(), () -> permission(permission, verb)))));
        checks.add(attempt("quota", this::quota));
        checks.add(attempt("limits", this::limits));
        checks.add(attempt("ingress classes", this::ingressClasses));
        if (probe) {
            checks.addAll(probe());
        }
        return checks;
    }

    private List<Check> probe() {
        try {
            return new Probe(connection, target, image).run();
        } catch (ClusterException e) {
            return List.of(failed("probe", e));
        }
    }

    static Check failed(String subject, ClusterException failure) {
        return new Check(subject, State.MISSING, failure.reason().message(), Refusals.advice(failure));
    }

    private Check version() {
        String text = connection.version();
        Matcher minor = MINOR.matcher(text);
        return minor.matches() && Integer.parseInt(minor.group(1)) >= OLDEST_MINOR
                ? ok("server", "Kubernetes %s at %s".formatted(text, connection.server()))
                : new Check(
                        "server",
                        State.MISSING,
                        "Kubernetes %s is older than 1.%d".formatted(text, OLDEST_MINOR),
                        "Upgrade the cluster, or use another one.");
    }

    private Check namespace() {
        V1Namespace found = connection.findNamespace(namespace);
        if (found == null) {
            return target.pods().createNamespace()
                    ? ok("namespace", "%s is not there yet, and will be created".formatted(namespace))
                    : new Check(
                            "namespace",
                            State.MISSING,
                            "there is no namespace %s".formatted(namespace),
                            "Create it, or set create_namespace in the environment.");
        }
        String level = RunNames.labels(found.getMetadata())
                .getOrDefault("pod-security.kubernetes.io/enforce", "privileged (the cluster's default)");
        return ok(
                "namespace",
                "%s enforces the pod security level %s; runs fit the strictest, restricted"
                        .formatted(namespace, level));
    }

    private Check permission(Permission permission, String verb) {
        String subject = verb + " " + permission.qualified();
        String[] parts = permission.resource().split("/");
        JsonObject attributes = new JsonObject();
        attributes.addProperty("namespace", namespace);
        attributes.addProperty("group", permission.group());
        attributes.addProperty("resource", parts[0]);
        attributes.addProperty("verb", verb);
        if (parts.length > 1) {
            attributes.addProperty("subresource", parts[1]);
        }
        if (permission.resource().equals("namespaces")) {
            attributes.addProperty("name", namespace);
        }
        JsonObject spec = new JsonObject();
        spec.add("resourceAttributes", attributes);
        JsonObject review = new JsonObject();
        review.addProperty("apiVersion", "authorization.k8s.io/v1");
        review.addProperty("kind", "SelfSubjectAccessReview");
        review.add("spec", spec);
        Connection.Answer answer = connection.create(
                "ask what we may do", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review);
        boolean allowed = connection
                .read(answer, JsonObject.class)
                .getAsJsonObject("status")
                .get("allowed")
                .getAsBoolean();
        return allowed
                ? ok(subject, permission.why())
                : new Check(
                        subject,
                        State.MISSING,
                        "the credential may not %s in the namespace %s, and %s"
                                .formatted(subject, namespace, permission.why()),
                        "Apply what GET /cluster-credentials/{id}/rbac?namespace=%s gives.".formatted(namespace));
    }

    private Check quota() {
        List<V1ResourceQuota> quotas = connection
                .get(Resource.RESOURCE_QUOTAS.path(namespace), Map.of(), V1ResourceQuotaList.class)
                .getItems();
        List<String> lines = new ArrayList<>();
        for (V1ResourceQuota quota : quotas) {
            if (quota.getStatus() == null || quota.getStatus().getHard() == null) {
                continue;
            }
            quota.getStatus().getHard().forEach((name, hard) -> {
                Object used = quota.getStatus().getUsed() == null
                        ? null
                        : quota.getStatus().getUsed().get(name);
                lines.add("%s: %s of %s used".formatted(name, text(used), text(hard)));
            });
        }
        return ok("quota", lines.isEmpty() ? "no quota limits the namespace" : String.join("; ", new TreeSet<>(lines)));
    }

    private static String text(@Nullable Object quantity) {
        return quantity instanceof Quantity known ? known.toSuffixedString() : "none";
    }

    private Check limits() {
        List<V1LimitRange> ranges = connection
                .get(Resource.LIMIT_RANGES.path(namespace), Map.of(), V1LimitRangeList.class)
                .getItems();
        List<String> names = ranges.stream()
                .map(range -> String.valueOf(range.getMetadata().getName()))
                .toList();
        return ok(
                "limits",
                names.isEmpty()
                        ? "no limit range holds for containers"
                        : "containers must stay within the limit range " + String.join(", ", names));
    }

    /** Needs a right in the whole cluster, which a credential for one namespace seldom has. */
    private Check ingressClasses() {
        JsonObject list = connection.get("/apis/networking.k8s.io/v1/ingressclasses", Map.of(), JsonObject.class);
        List<String> names = new ArrayList<>();
        list.getAsJsonArray("items")
                .forEach(item -> names.add(item.getAsJsonObject()
                        .getAsJsonObject("metadata")
                        .get("name")
                        .getAsString()));
        return ok("ingress classes", names.isEmpty() ? "there are none" : String.join(", ", names));
    }

    private static Check attempt(String subject, Supplier<Check> check) {
        try {
            return check.get();
        } catch (ClusterException e) {
            return new Check(
                    subject,
                    State.UNKNOWN,
                    e.reason().message(),
                    "Nothing needs to be done unless a run fails for it.");
        }
    }

    private static Check ok(String subject, String message) {
        return new Check(subject, State.OK, message, null);
    }
}
