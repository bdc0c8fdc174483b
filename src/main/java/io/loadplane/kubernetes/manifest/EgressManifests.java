package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.common.KubernetesObject;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.openapi.models.V1IPBlock;
import io.kubernetes.client.openapi.models.V1LabelSelector;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1NetworkPolicyEgressRule;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPeer;
import io.kubernetes.client.openapi.models.V1NetworkPolicyPort;
import io.kubernetes.client.openapi.models.V1NetworkPolicySpec;
import io.loadplane.model.Findings;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.cluster.Target;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.policy.AddressRange;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What keeps the pods of a run to the ranges of addresses that its environment allows. */
final class EgressManifests {

    /** That of DNS, and that of the pods that answer it on OpenShift. */
    private static final List<Integer> DNS_PORTS = List.of(53, 5353);

    /** Where node-local DNS caches and those of clouds are. */
    private static final String LINK_LOCAL = "169.254.0.0/16";

    private EgressManifests() {}

    /**
     * Nothing where all addresses are allowed. Else pods reach the allowed ranges, each other, DNS within the cluster, and
     * a package index whose URL has an address in it; those of names are not known here, and must lie in the ranges.
     */
    static List<KubernetesObject> of(Deployment deployment) {
        List<AddressRange> ranges = deployment.target().environment().policy().targetRanges();
        if (ranges.isEmpty()) {
            return List.of();
        }
        RunNames names = new RunNames(deployment.id());
        List<V1NetworkPolicyEgressRule> rules = new ArrayList<>(List.of(
                new V1NetworkPolicyEgressRule()
                        .to(ranges.stream().map(range -> block(range.cidr())).toList()),
                new V1NetworkPolicyEgressRule()
                        .to(List.of(new V1NetworkPolicyPeer()
                                .podSelector(new V1LabelSelector().matchLabels(names.selector())))),
                new V1NetworkPolicyEgressRule()
                        .to(List.of(
                                new V1NetworkPolicyPeer().namespaceSelector(new V1LabelSelector()), block(LINK_LOCAL)))
                        .ports(DNS_PORTS.stream()
                                .flatMap(port -> Stream.of(port("UDP", port), port("TCP", port)))
                                .toList())));
        if (!deployment.source().requirementLines().isEmpty()) {
            index(deployment.target()).ifPresent(rules::add);
        }
        return List.of(new V1NetworkPolicy()
                .apiVersion("networking.k8s.io/v1")
                .kind("NetworkPolicy")
                .metadata(LocustManifests.metadata(deployment, names.egressPolicy()))
                .spec(new V1NetworkPolicySpec()
                        .podSelector(new V1LabelSelector().matchLabels(names.selector()))
                        .policyTypes(List.of("Egress"))
                        .egress(rules)));
    }

    static void warn(Definition definition, Target target, Findings findings) {
        String index = target.pods().packageIndex();
        if (!target.environment().policy().targetRanges().isEmpty()
                && !definition.source().requirementLines().isEmpty()
                && index(target).isEmpty()) {
            findings.warning(
                    definition.source().pipPackages().isEmpty() ? "/requirements_content" : "/pip_packages",
                    "index_may_be_unreachable",
                    "pods reach nothing but the ranges of addresses that the environment \"%s\" allows, so the package index %s must be in one of them"
                            .formatted(target.environment().name(), index == null ? "pypi.org" : index));
        }
    }

    private static Optional<V1NetworkPolicyEgressRule> index(Target target) {
        String url = target.pods().packageIndex();
        if (url == null) {
            return Optional.empty();
        }
        URI index = URI.create(url);
        int port = index.getPort() > 0 ? index.getPort() : "https".equals(index.getScheme()) ? 443 : 80;
        return AddressRange.read(
                        String.valueOf(index.getHost()).replace("[", "").replace("]", ""))
                .map(address -> new V1NetworkPolicyEgressRule()
                        .to(List.of(block(cidr(address))))
                        .ports(List.of(port("TCP", port))));
    }

    private static String cidr(InetAddress address) {
        return "%s/%d".formatted(address.getHostAddress(), address.getAddress().length * 8);
    }

    private static V1NetworkPolicyPeer block(String cidr) {
        return new V1NetworkPolicyPeer().ipBlock(new V1IPBlock().cidr(cidr));
    }

    private static V1NetworkPolicyPort port(String protocol, int number) {
        return new V1NetworkPolicyPort().protocol(protocol).port(new IntOrString(number));
    }
}
