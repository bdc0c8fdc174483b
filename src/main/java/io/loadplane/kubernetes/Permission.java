package io.loadplane.kubernetes;

import java.util.List;

/**
 * One rule of what a run needs in its namespace.
 *
 * @param why what would fail without it
 */
record Permission(String group, String resource, List<String> verbs, String why) {

    /** All of them, and nothing more: least privilege. Secrets are never read. */
    static final List<Permission> ALL = List.of(
            new Permission(
                    "batch",
                    "jobs",
                    List.of("create", "get", "list", "watch", "patch", "delete"),
                    "masters and workers are Jobs"),
            new Permission("", "pods", List.of("get", "list", "watch", "delete"), "runs are watched and removed"),
            new Permission("", "pods/log", List.of("get"), "logs are kept"),
            new Permission("", "pods/proxy", List.of("get", "create"), "the agent is reached by the pod proxy"),
            new Permission(
                    "",
                    "pods/portforward",
                    List.of("get", "create"),
                    "the agent is reached where the proxy is blocked"),
            new Permission("", "events", List.of("list", "watch"), "refusals are only told by events"),
            new Permission(
                    "",
                    "configmaps",
                    List.of("create", "get", "list", "delete"),
                    "the script is brought by ConfigMaps"),
            new Permission("", "secrets", List.of("create", "delete"), "the agent's token is a Secret"),
            new Permission("", "services", List.of("create", "get", "list", "delete"), "workers find their master"),
            new Permission(
                    "networking.k8s.io",
                    "networkpolicies",
                    List.of("create", "get", "list", "delete"),
                    "the master is shielded"),
            new Permission(
                    "networking.k8s.io",
                    "ingresses",
                    List.of("create", "get", "list", "delete"),
                    "the web page is reached from outside"),
            new Permission("", "resourcequotas", List.of("list"), "verify shows what is left of quotas"),
            new Permission("", "limitranges", List.of("list"), "verify shows the limits of containers"),
            new Permission("", "namespaces", List.of("get"), "a missing namespace is told from an empty one"));

    String qualified() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
