package io.loadplane.testing;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;

/** A k3s in a container; it ends with the tests, and pulls its images from wherever the Docker engine's network leads. */
final class DockerCluster {

    private static final DockerImageName IMAGE = DockerImageName.parse("rancher/k3s:v1.34.4-k3s1");

    private final K3sContainer container;

    private DockerCluster(K3sContainer container) {
        this.container = container;
    }

    static boolean dockerAnswers() {
        try {
            return DockerClientFactory.instance().isDockerAvailable();
        } catch (RuntimeException e) {
            return false;
        }
    }

    static DockerCluster start() {
        K3sContainer container = new K3sContainer(IMAGE);
        container.start();
        return new DockerCluster(container);
    }

    String adminKubeconfig() {
        return container.getKubeConfigYaml();
    }

    /** The engine's host, as pods see it. */
    String hostAddress() {
        return container.getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> network.getGateway())
                .findFirst()
                .orElseThrow();
    }
}
