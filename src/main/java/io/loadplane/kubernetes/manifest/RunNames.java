package io.loadplane.kubernetes.manifest;

import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.loadplane.model.run.RunId;
import io.loadplane.model.run.RunLog;
import java.util.Map;
import java.util.Optional;

/** What the objects of a run are called, wherever they are created, found or deleted. */
public record RunNames(RunId id) {

    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    public static final String LOADPLANE = "loadplane";
    public static final String RUN = "loadplane.io/run";
    public static final String COMPONENT = "loadplane.io/component";
    public static final String INSTALLATION = "loadplane.io/installation";

    private static final int ID_LENGTH = RunId.PREFIX.length() + 26;

    public String master() {
        return id + "-master";
    }

    public String worker() {
        return id + "-worker";
    }

    public String job(RunLog.Component component) {
        return component == RunLog.Component.MASTER ? master() : worker();
    }

    /** The Service under which workers find their master. */
    public String service() {
        return id + "-master";
    }

    /** Service and Ingress of Locust's web page. */
    public String ui() {
        return id + "-ui";
    }

    public String agent() {
        return id + "-agent";
    }

    public String code(int part) {
        return id + "-code-" + part;
    }

    public String secret() {
        return id + "-token";
    }

    public String networkPolicy() {
        return id + "-master";
    }

    public String egressPolicy() {
        return id + "-egress";
    }

    /** Selects everything of the run, and nothing else. */
    public Map<String, String> selector() {
        return Map.of(RUN, id.value());
    }

    public String selectorText() {
        return RUN + "=" + id;
    }

    /** The labels of an object, whether it has any or not. */
    public static Map<String, String> labels(V1ObjectMeta object) {
        return object.getLabels() == null ? Map.of() : object.getLabels();
    }

    /** The run that an object belongs to by its label. */
    public static Optional<RunId> runOf(V1ObjectMeta object) {
        return Optional.ofNullable(labels(object).get(RUN)).flatMap(RunId::parse);
    }

    /** The run that an object belongs to by its name; events say no more. */
    public static Optional<RunId> runOf(String objectName) {
        return objectName.length() > ID_LENGTH && objectName.startsWith(RunId.PREFIX)
                ? RunId.parse(objectName.substring(0, ID_LENGTH))
                : Optional.empty();
    }
}
