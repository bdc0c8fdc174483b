package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1HTTPIngressPath;
import io.kubernetes.client.openapi.models.V1HTTPIngressRuleValue;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1IngressBackend;
import io.kubernetes.client.openapi.models.V1IngressRule;
import io.kubernetes.client.openapi.models.V1IngressServiceBackend;
import io.kubernetes.client.openapi.models.V1IngressSpec;
import io.kubernetes.client.openapi.models.V1IngressTLS;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyIngressRule;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPeer;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1NetworkPolicySpec;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceBackendPort;
import io.kubernetes.client.openapi.models.V1ServicePort;
import io.kubernetes.client.openapi.models.V1ServiceSpec;
import io.loadplane.kubernetes.access.AgentAccess;
import io.loadplane.model.Words;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.run.RunLog.Component;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How master and workers find each other, and how people find Locust's web page. */
final class NetworkManifests {

    static final int WORKERS = 5557;
    static final int WEB = AgentAccess.PORT;

    private final Deployment deployment;
    private final RunNames names;

    NetworkManifests(Deployment deployment) {
        this.deployment = deployment;
        this.names = new RunNames(deployment.id());
    }

    /** Headless, and with addresses before the master is ready: it is ready only once workers have found it. */
    V1Service service() {
        return new V1Service()
                .apiVersion("v1")
                .kind("Service")
                .metadata(LocustManifests.metadata(deployment, names.service()))
                .spec(new V1ServiceSpec()
                        .clusterIP("None")
                        .publishNotReadyAddresses(true)
                        .selector(select(Component.MASTER))
                        .ports(List.of(port("workers", WORKERS))));
    }

    /** The web port stays open to all: the API server's proxy and ingress controllers come from anywhere, and the token guards it. */
    V1NetworkPolicy policy() {
        V1NetworkPolicyIngressRule workers = new V1NetworkPolicyIngressRule()
                .from(List.of(new V1NetworkPolicyPeer()
                        .podSelector(new V1LabelSelector().matchLabels(select(Component.WORKER)))))
                .ports(List.of(policyPort(WORKERS)));
        V1NetworkPolicyIngressRule web = new V1NetworkPolicyIngressRule().ports(List.of(policyPort(WEB)));
        return new V1NetworkPolicy()
                .apiVersion("networking.k8s.io/v1")
                .kind("NetworkPolicy")
                .metadata(LocustManifests.metadata(deployment, names.networkPolicy()))
                .spec(new V1NetworkPolicySpec()
                        .podSelector(new V1LabelSelector().matchLabels(select(Component.MASTER)))
                        .policyTypes(List.of("Ingress"))
                        .ingress(List.of(workers, web)));
    }

    /** Nothing unless the definition asks for the web page. */
    List<KubernetesObject> ui() {
        if (deployment.settings().ingress().enabled()) {
            return List.of(uiService(), ingress());
        }
        return deployment.settings().hasWebPage() ? List.of(uiService()) : List.of();
    }

    private V1Service uiService() {
        return new V1Service()
                .apiVersion("v1")
                .kind("Service")
                .metadata(LocustManifests.metadata(deployment, names.ui()))
                .spec(new V1ServiceSpec()
                        .type("ClusterIP")
                        .selector(select(Component.MASTER))
                        .ports(List.of(port("web", WEB))));
    }

    private V1Ingress ingress() {
        Settings.Ingress wanted = deployment.settings().ingress();
        String issuer = deployment.target().pods().certificateIssuer();
        Map<String, String> annotations = new TreeMap<>(wanted.annotations());
        if (wanted.tlsSecret() == null && issuer != null) {
            annotations.put("cert-manager.io/cluster-issuer", issuer);
        }
        V1HTTPIngressPath path = new V1HTTPIngressPath()
                .path(wanted.path())
                .pathType("Prefix")
                .backend(new V1IngressBackend()
                        .service(new V1IngressServiceBackend()
                                .name(names.ui())
                                .port(new V1ServiceBackendPort().number(WEB))));
        return new V1Ingress()
                .apiVersion("networking.k8s.io/v1")
                .kind("Ingress")
                .metadata(LocustManifests.metadata(deployment, names.ui()).annotations(annotations))
                .spec(new V1IngressSpec()
                        .ingressClassName(wanted.className())
                        .tls(tls(wanted, issuer))
                        .rules(List.of(new V1IngressRule()
                                .host(wanted.hostname())
                                .http(new V1HTTPIngressRuleValue().paths(List.of(path))))));
    }

    private @Nullable List<V1IngressTLS> tls(Settings.Ingress wanted, @Nullable String issuer) {
        if (wanted.hostname() == null || wanted.tlsSecret() == null && issuer == null) {
            return null;
        }
        String secret = wanted.tlsSecret() == null ? names.ui() + "-tls" : wanted.tlsSecret();
        return List.of(new V1IngressTLS().hosts(List.of(wanted.hostname())).secretName(secret));
    }

    private Map<String, String> select(Component component) {
        Map<String, String> labels = new TreeMap<>(names.selector());
        labels.put(RunNames.COMPONENT, Words.of(component));
        return labels;
    }

    private static V1ServicePort port(String name, int number) {
        return new V1ServicePort().name(name).port(number).targetPort(new IntOrString(number));
    }

    private static V1NetworkPolicyPort policyPort(int number) {
        return new V1NetworkPolicyPort().protocol("TCP").port(new IntOrString(number));
    }
}
