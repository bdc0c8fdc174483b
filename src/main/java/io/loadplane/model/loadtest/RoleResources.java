package io.loadplane.model.loadtest;

import java.util.Map;

/** What master and workers ask for and may use, each as Kubernetes quantities by resource name. */
public record RoleResources(Resources master, Resources worker) {

    /** Requests and limits of one container. */
    public record Resources(Map<String, String> requests, Map<String, String> limits) {

        public Resources {
            requests = Map.copyOf(requests);
            limits = Map.copyOf(limits);
        }
    }
}
