package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.loadplane.model.cluster.Bundle;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.loadtest.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The code of a run in as many ConfigMaps as it takes: one object may have 1 MiB altogether. */
public final class CodeParts {

    static final String KEY = "part";

    private static final int MAX_PART = 900 << 10;

    private CodeParts() {}

    static int count(Source source) {
        return Math.ceilDiv(Bundle.of(source).length, MAX_PART);
    }

    /** In the order in which the agent puts them together. */
    public static List<V1ConfigMap> of(Deployment deployment) {
        RunNames names = new RunNames(deployment.id());
        byte[] bundle = Bundle.of(deployment.source());
        List<V1ConfigMap> parts = new ArrayList<>();
        for (int from = 0; from < bundle.length; from += MAX_PART) {
            byte[] part = Arrays.copyOfRange(bundle, from, Math.min(from + MAX_PART, bundle.length));
            parts.add(new V1ConfigMap()
                    .apiVersion("v1")
                    .kind("ConfigMap")
                    .metadata(LocustManifests.metadata(deployment, names.code(parts.size())))
                    .immutable(true)
                    .binaryData(Map.of(KEY, part)));
        }
        return parts;
    }
}
