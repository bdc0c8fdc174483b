package io.loadplane.kubernetes.access;

/** The kinds of objects that Loadplane deals with, and where they live in the API. */
public enum Resource {
    JOBS("/apis/batch/v1", "batch", "jobs", "Job"),
    PODS("/api/v1", "", "pods", "Pod"),
    EVENTS("/api/v1", "", "events", "Event"),
    CONFIG_MAPS("/api/v1", "", "configmaps", "ConfigMap"),
    SECRETS("/api/v1", "", "secrets", "Secret"),
    SERVICES("/api/v1", "", "services", "Service"),
    NETWORK_POLICIES("/apis/networking.k8s.io/v1", "networking.k8s.io", "networkpolicies", "NetworkPolicy"),
    INGRESSES("/apis/networking.k8s.io/v1", "networking.k8s.io", "ingresses", "Ingress"),
    RESOURCE_QUOTAS("/api/v1", "", "resourcequotas", "ResourceQuota"),
    LIMIT_RANGES("/api/v1", "", "limitranges", "LimitRange");

    private final String api;
    private final String group;
    private final String plural;
    private final String kind;

    Resource(String api, String group, String plural, String kind) {
        this.api = api;
        this.group = group;
        this.plural = plural;
        this.kind = kind;
    }

    public String group() {
        return group;
    }

    public String plural() {
        return plural;
    }

    public String kind() {
        return kind;
    }

    public String path(String namespace) {
        return "%s/namespaces/%s/%s".formatted(api, namespace, plural);
    }

    public String path(String namespace, String name) {
        return path(namespace) + "/" + name;
    }

    /** As people name it, such as {@code jobs.batch}. */
    public String qualified() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
