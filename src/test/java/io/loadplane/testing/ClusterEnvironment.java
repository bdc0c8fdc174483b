package io.loadplane.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A namespace of its own on a real cluster, as an environment that reaches it with nothing but the permissions that
 * Loadplane itself asks for.
 */
public record ClusterEnvironment(Api api, TestCluster cluster, String name, String namespace, String credential) {

    public static ClusterEnvironment create(Api api, TestCluster cluster) {
        return create(api, cluster, Api.JSON.createObjectNode());
    }

    /** With further fields of the environment. */
    public static ClusterEnvironment create(Api api, TestCluster cluster, ObjectNode fields) {
        String namespace = cluster.newNamespace("load");
        String credential = leastPrivileged(api, cluster, namespace);
        ObjectNode environment = Api.JSON.createObjectNode();
        environment.setAll(fields);
        api.post(
                        "/environments",
                        environment
                                .put("name", namespace)
                                .put("cluster_credential_id", credential)
                                .put("namespace", namespace))
                .json(201);
        return new ClusterEnvironment(api, cluster, namespace, namespace, credential);
    }

    /** What a platform engineer does: applies the YAML that Loadplane prints, and runs the command in its last line. */
    private static String leastPrivileged(Api api, TestCluster cluster, String namespace) {
        String yaml = api.get("/cluster-credentials/rbac?namespace=%s&bootstrap=true".formatted(namespace))
                .text();
        cluster.kubectlApply(yaml);
        String command = yaml.lines().toList().getLast().replaceFirst("^#", "");
        return store(api, "runs-" + namespace, cluster.shell(command));
    }

    public static String store(Api api, String name, String kubeconfig) {
        return api.post(
                        "/cluster-credentials",
                        Api.JSON
                                .createObjectNode()
                                .put("name", name)
                                .put("kind", "kubeconfig")
                                .put("kubeconfig", kubeconfig))
                .json(201)
                .path("id")
                .asText();
    }

    /** A load test here, small enough for many pods on one node. */
    public ObjectNode loadTest(ClusterTarget target, int replicas, String runTime) {
        ObjectNode resources = Api.JSON.createObjectNode();
        for (String role : new String[] {"master", "worker"}) {
            resources.putObject(role).putObject("requests").put("cpu", "20m").put("memory", "64Mi");
        }
        ObjectNode body = Requests.loadTest()
                .put("start", true)
                .put("environment", name)
                .put("host", target.url())
                .put("users", 4 * replicas)
                .put("spawn_rate", 20)
                .put("replicas", replicas)
                .put("run_time", runTime);
        body.set("resources", resources);
        return body;
    }

    /** Everything that is left of a run. */
    public String left(String run) {
        return cluster.kubectl(
                "-n",
                namespace,
                "get",
                "jobs,pods,configmaps,secrets,services,networkpolicies,ingresses",
                "-l",
                "loadplane.io/run=" + run,
                "-o",
                "name");
    }
}
