package io.loadplane.model.environment;

import io.loadplane.model.Wildcard;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.policy.Policy;
import io.loadplane.model.retention.Retention;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A named place where runs happen.
 *
 * @param name never changes
 * @param isDefault whether definitions without an environment go here; one environment at most
 * @param credential of its cluster
 * @param allowedCredentials further credentials that a load test may name
 * @param namespace where the objects of runs are created, unless a definition names another allowed one
 * @param defaults fields of a definition, as a caller would write them; they come before our own defaults
 * @param retention how long what its runs leave behind is kept
 * @param version counts changes, from 1
 */
public record Environment(
        EnvironmentId id,
        String name,
        boolean isDefault,
        CredentialId credential,
        List<CredentialId> allowedCredentials,
        String namespace,
        PodSettings pods,
        Policy policy,
        Limits limits,
        Map<String, Object> defaults,
        Retention retention,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    /** The environment of the first start: this machine. */
    public static final String LOCAL = "local";

    public Environment {
        allowedCredentials = List.copyOf(allowedCredentials);
    }

    /**
     * How pods are made here, where a definition has no say.
     *
     * @param createNamespace whether a missing namespace is created
     * @param runAsUser numeric user of all containers; null to let the cluster choose, as OpenShift does
     * @param packageIndex URL of the package index that pip uses; null for pip's own
     * @param pipConfigSecret name of a Secret with a {@code pip.conf}; null for none
     * @param certificateIssuer cert-manager's cluster issuer for ingresses without a TLS Secret; null for none
     * @param keepFailed how long the objects of a failed run stay, so that people can look at them
     */
    public record PodSettings(
            boolean createNamespace,
            @Nullable Integer runAsUser,
            @Nullable String packageIndex,
            @Nullable String pipConfigSecret,
            @Nullable String certificateIssuer,
            Duration keepFailed) {

        /** The user of the official image. */
        public static final int LOCUST_USER = 1000;

        public static final PodSettings DEFAULT = new PodSettings(false, LOCUST_USER, null, null, null, Duration.ZERO);
    }

    /** Stands in where a credential is tried out before an environment has it. */
    public static Environment unsaved(CredentialId credential, Instant now) {
        return new Environment(
                new EnvironmentId(EnvironmentId.PREFIX + "0".repeat(26)),
                "unsaved",
                false,
                credential,
                List.of(),
                "default",
                PodSettings.DEFAULT,
                Policy.CLOSED,
                Limits.NONE,
                Map.of(),
                Retention.OVERALL,
                1,
                now,
                now);
    }

    /** All that lead to its runs, its own first. */
    public List<CredentialId> credentials() {
        return Stream.concat(Stream.of(credential), allowedCredentials.stream())
                .distinct()
                .toList();
    }

    /** All that are known by name, its own first: a pattern may stand for any. */
    public List<String> namespaces() {
        return Stream.concat(
                        Stream.of(namespace),
                        policy.allowedNamespaces().stream().filter(name -> !name.contains("*")))
                .distinct()
                .toList();
    }

    public boolean allows(CredentialId id) {
        return credential.equals(id) || allowedCredentials.contains(id);
    }

    public boolean allowsNamespace(String name) {
        return namespace.equals(name)
                || policy.allowedNamespaces().stream().anyMatch(pattern -> Wildcard.matches(pattern, name));
    }
}
