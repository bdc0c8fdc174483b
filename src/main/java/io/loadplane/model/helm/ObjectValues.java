package io.loadplane.model.helm;

import static io.loadplane.model.helm.Rule.only;
import static io.loadplane.model.helm.Rule.takes;

import io.loadplane.model.Findings;
import io.loadplane.model.helm.Rule.Becomes;
import io.loadplane.model.helm.Written.Branch;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The objects around the pods: how many there are, how the web page is reached, and what a run does not have. */
final class ObjectValues {

    private static final String NO_DEPLOYMENT = "a run has no Deployment: it ends, and nothing is rolled out";
    private static final String NO_BUDGET = "no disruption budget is made for the pods of a run";
    private static final String OWN_PROBES = "whether Locust is well is asked by Loadplane";
    private static final String FIXED_REPLICAS = "the number of workers stays the same for a whole run";
    private static final String NO_TOKEN = "pods of a run have no account in the cluster";

    /** The chart's own trigger, which stands in every copied file. */
    private static final String KEDA_TRIGGERS = """
            # https://keda.sh/docs/latest/scalers/metrics-api/
            - type: metrics-api
              metadata:
                activationTargetValue: "0"
                targetValue: "50"   # Scale pods based on target users
                url: "http://{{ template "locust.fullname" . }}.{{ .Release.Namespace }}.svc.cluster.local:{{ $.Values.service.port }}/stats/requests"
                format: json
                valueLocation: 'user_count'
            """;

    private static final Map<String, Object> READINESS = Map.of(
            "initialDelaySeconds",
            5,
            "periodSeconds",
            30,
            "timeoutSeconds",
            30,
            "failureThreshold",
            2,
            "successThreshold",
            1,
            "httpGet",
            Map.of("path", "/", "port", 8089, "scheme", "HTTP"));

    private static final Becomes INGRESS = new Becomes("ingress, if ingress.enabled", ObjectValues::ingress);

    static final List<Rule> RULES = List.of(
            takes("worker.replicas", ValueType.NUMBER, "how many workers", "/replicas"),
            takes("ingress.enabled", ValueType.FLAG, "whether the web page is reached from outside", INGRESS),
            takes("ingress.className", ValueType.TEXT, "ingress class", INGRESS),
            takes("ingress.annotations", ValueType.TEXT_MAP, "for the ingress controller", INGRESS),
            takes("ingress.hosts", ValueType.OBJECTS, "one host, with a path of type Prefix", INGRESS),
            takes("ingress.tls", ValueType.OBJECTS, "one Secret with the certificate of that host", INGRESS),
            takes(
                    "master.auth.enabled",
                    ValueType.FLAG,
                    "the web page always asks for a login, of Loadplane's making",
                    new Becomes("nothing", (values, tree, findings) -> {})),
            only("master.auth.username", "the login of the web page is not to be chosen"),
            only("master.auth.password", "the login of the web page is not to be chosen"),
            only("master.replicas", "a run has exactly one master", 1),
            only("worker.hpa", FIXED_REPLICAS, hpa()),
            only("worker.keda", FIXED_REPLICAS, keda()),
            only("master.pdb", NO_BUDGET, Map.of("enabled", false)),
            only("worker.pdb", NO_BUDGET, Map.of("enabled", false)),
            only("master.strategy", NO_DEPLOYMENT, Map.of("type", "RollingUpdate")),
            only("worker.strategy", NO_DEPLOYMENT, Map.of("type", "RollingUpdate")),
            only("master.revisionHistoryLimit", NO_DEPLOYMENT, 10),
            only("worker.revisionHistoryLimit", NO_DEPLOYMENT, 10),
            only("master.deploymentAnnotations", NO_DEPLOYMENT),
            only("worker.deploymentAnnotations", NO_DEPLOYMENT),
            only("master.restartPolicy", "a master that ends has ended the run", "Always", "Never"),
            only("worker.restartPolicy", "a worker that was lost is replaced by a new pod", "Always", "Never"),
            only("master.terminationGracePeriodSeconds", "how long users may finish is stop_timeout", 30),
            only("master.command", "how Locust is started is not to be chosen", entryPoint()),
            only("worker.command", "how Locust is started is not to be chosen", entryPoint()),
            only("master.readinessProbe", OWN_PROBES, READINESS),
            only("master.livenessProbe", OWN_PROBES),
            only("master.startupProbe", OWN_PROBES),
            only("master.extraPorts", "only what Locust needs is open in a run"),
            only("worker.ports", "only what Locust needs is open in a run"),
            only("master.serviceAccountAnnotations", NO_TOKEN),
            only("worker.serviceAccountAnnotations", NO_TOKEN),
            only("service.type", "the web page is reached through ingress", "ClusterIP"),
            only("service.annotations", "the web page is reached through ingress"),
            only("service.extraLabels", "labels on everything are extraLabels"),
            only("service.loadBalancerIP", "the web page is reached through ingress"),
            only("service.port", "the web page is reached through ingress", 8089),
            only("service.targetPort", "the web page is reached through ingress", 8089),
            only("service.nodePort", "the web page is reached through ingress"),
            only("nameOverride", "names in the cluster are made for each run"),
            only("fullnameOverride", "names in the cluster are made for each run"),
            only("extraObjects", "nothing is created but what a run needs"));

    private ObjectValues() {}

    private static Map<String, Object> hpa() {
        return Map.of("enabled", false, "minReplicas", 1, "maxReplicas", 100, "targetCPUUtilizationPercentage", 40);
    }

    private static Map<String, Object> keda() {
        return Map.of("enabled", false, "pollingInterval", 15, "cooldownPeriod", 30, "triggers", KEDA_TRIGGERS);
    }

    private static List<String> entryPoint() {
        return List.of("sh", "/config/docker-entrypoint.sh");
    }

    /** The chart looks at nothing of it while it is off. */
    private static void ingress(Values values, DefinitionTree tree, Findings findings) {
        if (!values.isTrue("ingress.enabled")) {
            return;
        }
        values.find("ingress.enabled").ifPresent(enabled -> tree.put("/ingress/enabled", enabled, findings));
        values.find("ingress.className").ifPresent(name -> tree.put("/ingress/class_name", name, findings));
        values.find("ingress.annotations").ifPresent(texts -> tree.put("/ingress/annotations", texts, findings));
        Optional<Branch> host = single(values, "ingress.hosts", findings);
        host.ifPresent(branch -> {
            checkKeys("ingress.hosts", branch, Set.of("host", "path", "pathType"), findings);
            checkPathType(branch, findings);
            put("host", branch, "/ingress/hostname", tree, findings);
            put("path", branch, "/ingress/path", tree, findings);
        });
        single(values, "ingress.tls", findings).ifPresent(branch -> {
            checkKeys("ingress.tls", branch, Set.of("secretName", "hosts"), findings);
            checkTlsHosts(branch, host, findings);
            put("secretName", branch, "/ingress/tls_secret", tree, findings);
        });
    }

    private static void put(String key, Branch branch, String pointer, DefinitionTree tree, Findings findings) {
        Written value = branch.entries().get(key);
        if (value != null && !value.isEmpty()) {
            ValueType.TEXT.restore(value, key, findings).ifPresent(text -> tree.put(pointer, text, findings));
        }
    }

    private static Optional<Branch> single(Values values, String path, Findings findings) {
        List<Written> items = values.items(path);
        items.stream()
                .skip(1)
                .forEach(more -> findings.error(
                        more.pointer(),
                        "unsupported_value",
                        "%s with more than one item is not supported".formatted(path)));
        return items.stream().findFirst().map(Branch.class::cast);
    }

    private static void checkKeys(String path, Branch branch, Set<String> known, Findings findings) {
        branch.entries().forEach((key, value) -> {
            if (!known.contains(key)) {
                findings.error(
                        value.pointer(),
                        "unsupported_value",
                        "%s.%s is not supported; supported: %s"
                                .formatted(
                                        path,
                                        key,
                                        String.join(
                                                ", ", known.stream().sorted().toList())));
            }
        });
    }

    /** Everything of the web page lies below its path, so that a path of type Exact would show a page without a face. */
    private static void checkPathType(Branch host, Findings findings) {
        ChartDefault.deviation(
                        "ingress.hosts.pathType",
                        host.entries().getOrDefault("pathType", new Scalar("", host.pointer())),
                        List.of("Prefix", "ImplementationSpecific"))
                .ifPresent(deviation -> findings.error(
                        deviation.pointer(),
                        "unsupported_value",
                        "pathType must be Prefix or ImplementationSpecific: the web page has parts below its path"));
    }

    private static void checkTlsHosts(Branch tls, Optional<Branch> host, Findings findings) {
        Optional<Object> name = host.flatMap(
                        branch -> Optional.ofNullable(branch.entries().get("host")))
                .map(Written::plain);
        if (tls.entries().get("hosts") instanceof Items hosts) {
            hosts.values().stream()
                    .filter(written -> !Optional.of(written.plain()).equals(name))
                    .forEach(written -> findings.error(
                            written.pointer(),
                            "unsupported_value",
                            "ingress.tls for a host that is not in ingress.hosts is not supported"));
        }
    }
}
