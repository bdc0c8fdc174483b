package io.loadplane.kubernetes;

import com.google.gson.JsonObject;
import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.kubernetes.client.openapi.models.RbacV1Subject;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1PolicyRule;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1RoleRef;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.manifest.ManifestText;
import io.loadplane.model.cluster.ClusterException;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.run.ReasonCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The least-privilege role that runs need in a namespace, as YAML to apply. */
final class Permissions {

    private static final String NAME = "loadplane";
    private static final String RBAC = "rbac.authorization.k8s.io";

    private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

    /** Where the cluster is that kubectl means, put in by the shell; ends the quotes around it and begins them again. */
    static final String SERVER_OF_KUBECTL =
            "'\"$(kubectl config view --minify --raw -o jsonpath='{.clusters[0].cluster.server}')\"'";

    /** Kubernetes takes the common name of a client certificate for the name of its user. */
    private static final Pattern COMMON_NAME = Pattern.compile("(?:.*,)?CN=([^,+=\\\\\"]+)(?:,.*)?");

    private final String namespace;

    Permissions(String namespace) {
        this.namespace = namespace;
    }

    /** Bound to the identity that a credential stands for. */
    String of(ClusterCredential credential, Connection connection) {
        return yaml(List.of(role(), binding(subjectOf(identity(credential, connection)))));
    }

    /**
     * Bound to a new ServiceAccount with a token; the last line is the command that prints its kubeconfig.
     *
     * @param server where the cluster is
     */
    String ofNewIdentity(String server) {
        V1ServiceAccount account =
                new V1ServiceAccount().apiVersion("v1").kind("ServiceAccount").metadata(metadata());
        V1Secret token = new V1Secret()
                .apiVersion("v1")
                .kind("Secret")
                .type("kubernetes.io/service-account-token")
                .metadata(new V1ObjectMeta()
                        .name(NAME + "-token")
                        .namespace(namespace)
                        .annotations(Map.of("kubernetes.io/service-account.name", NAME)));
        return yaml(List.of(role(), binding(serviceAccountSubject()), account, token)) + kubeconfigCommand(server);
    }

    /** The namespace is not among them: not everyone may create one, and kubectl delete would take all that is in it. */
    private String yaml(List<Object> documents) {
        StringBuilder text = new StringBuilder("""
                # What Loadplane needs in the namespace %1$s, which must be there: kubectl create namespace %1$s
                # Apply it with: kubectl apply -f -
                """.formatted(namespace));
        documents.forEach(document -> text.append("---\n").append(ManifestText.write(document)));
        return text.toString();
    }

    /** While the cluster is away, what the credential says of itself has to do, if the cluster is sure to read it alike. */
    private static String identity(ClusterCredential credential, Connection connection) {
        try {
            return whoAmI(connection);
        } catch (ClusterException e) {
            String says = credential.facts().identity();
            if (e.reason().code() != ReasonCode.CLUSTER_UNREACHABLE || says == null) {
                throw e;
            }
            Matcher name = COMMON_NAME.matcher(says);
            if (name.matches()) {
                return name.group(1);
            } else if (says.startsWith(SERVICE_ACCOUNT)) {
                return says;
            }
            throw e;
        }
    }

    private record Review(@Nullable Status status) {}

    private record Status(@Nullable User userInfo) {}

    private record User(@Nullable String username) {}

    /** Who the cluster takes us for (SelfSubjectReview, which everybody may ask). */
    static String whoAmI(Connection connection) {
        JsonObject review = new JsonObject();
        review.addProperty("apiVersion", "authentication.k8s.io/v1");
        review.addProperty("kind", "SelfSubjectReview");
        Connection.Answer answer =
                connection.create("ask who we are", "/apis/authentication.k8s.io/v1/selfsubjectreviews", review);
        Status status = connection.read(answer, Review.class).status();
        String name = status == null || status.userInfo() == null
                ? null
                : status.userInfo().username();
        if (name == null) {
            throw connection.foreign();
        }
        return name;
    }

    private V1Role role() {
        return new V1Role()
                .apiVersion(RBAC + "/v1")
                .kind("Role")
                .metadata(metadata())
                .rules(Permission.ALL.stream()
                        .map(permission -> new V1PolicyRule()
                                .apiGroups(List.of(permission.group()))
                                .resources(List.of(permission.resource()))
                                .verbs(permission.verbs()))
                        .toList());
    }

    private V1RoleBinding binding(RbacV1Subject subject) {
        return new V1RoleBinding()
                .apiVersion(RBAC + "/v1")
                .kind("RoleBinding")
                .metadata(metadata())
                .roleRef(new V1RoleRef().apiGroup(RBAC).kind("Role").name(NAME))
                .subjects(List.of(subject));
    }

    private RbacV1Subject serviceAccountSubject() {
        return new RbacV1Subject().kind("ServiceAccount").name(NAME).namespace(namespace);
    }

    private static RbacV1Subject subjectOf(String user) {
        String[] parts = user.split(":");
        return user.startsWith(SERVICE_ACCOUNT) && parts.length == 4
                ? new RbacV1Subject().kind("ServiceAccount").namespace(parts[2]).name(parts[3])
                : new RbacV1Subject().apiGroup(RBAC).kind("User").name(user);
    }

    private V1ObjectMeta metadata() {
        return new V1ObjectMeta().name(NAME).namespace(namespace);
    }

    private String kubeconfigCommand(String server) {
        return """
                # Afterwards this prints a kubeconfig for POST /cluster-credentials:
                #   kubectl get secret %1$s-token -n %2$s -o go-template='{"apiVersion":"v1","kind":"Config","clusters":[{"name":"c","cluster":{"server":"%3$s","certificate-authority-data":"{{index .data "ca.crt"}}"}}],"users":[{"name":"u","user":{"token":"{{index .data "token" | base64decode}}"}}],"contexts":[{"name":"c","context":{"cluster":"c","user":"u","namespace":"%2$s"}}],"current-context":"c"}'
                """.formatted(NAME, namespace, server);
    }
}
