package io.loadplane.model.cluster;

import io.loadplane.model.Installation;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.environment.Environment;

/**
 * Where runs happen, in the words of a cluster.
 *
 * @param installation whose objects are ours
 * @param environment whose pod settings and policy hold there
 */
public record Target(
        ClusterCredential credential, String namespace, Environment environment, Installation installation) {

    public Environment.PodSettings pods() {
        return environment.pods();
    }
}
