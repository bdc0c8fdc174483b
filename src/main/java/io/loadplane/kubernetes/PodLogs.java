package io.loadplane.kubernetes;

import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Pod;
import io.loadplane.kubernetes.access.Connection;
import io.loadplane.kubernetes.access.Resource;
import io.loadplane.model.cluster.AgentOutput;
import io.loadplane.model.run.RunLog;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the containers of pods printed. */
final class PodLogs {

    /** Nodes keep some 10 MiB per container; lines of a script are rarely longer than this. */
    private static final String TAIL_LINES = "100000";

    private final Connection connection;
    private final String namespace;

    PodLogs(Connection connection, String namespace) {
        this.connection = connection;
        this.namespace = namespace;
    }

    /** The end of what all pods of a component printed, one after the other; installers before Locust. */
    RunLog tail(List<V1Pod> pods, RunLog.Component component, int index, int maxBytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (V1Pod pod : pods) {
            if (pods.size() > 1) {
                all.writeBytes(
                        "--- pod %s\n".formatted(pod.getMetadata().getName()).getBytes(StandardCharsets.UTF_8));
            }
            for (String container : containers(pod)) {
                all.writeBytes(AgentOutput.withoutRecords(read(pod, container)));
            }
        }
        byte[] printed = all.toByteArray();
        int skipped = Math.max(0, printed.length - maxBytes);
        return new RunLog(component, index, Arrays.copyOfRange(printed, skipped, printed.length), skipped);
    }

    /** Everything that is left of what one container printed; nothing when it has not begun or is gone. */
    byte[] read(V1Pod pod, String container) {
        String path =
                Resource.PODS.path(namespace, String.valueOf(pod.getMetadata().getName())) + "/log";
        Connection.Answer answer = connection.tryGet(path, Map.of("container", container, "tailLines", TAIL_LINES));
        return answer.ok() ? answer.body() : new byte[0];
    }

    private static List<String> containers(V1Pod pod) {
        List<String> names = new ArrayList<>();
        List<V1Container> installers = pod.getSpec().getInitContainers();
        if (installers != null) {
            installers.forEach(container -> names.add(container.getName()));
        }
        pod.getSpec().getContainers().forEach(container -> names.add(container.getName()));
        return names;
    }
}
