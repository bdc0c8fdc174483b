package io.loadplane.api.loadtest;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;

import io.loadplane.api.run.CriterionBody;
import io.loadplane.model.loadtest.Settings.Mode;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a load test is. Only name and main_py_content must be given; answers show every field with what came out.
 *
 * @param name what the load test is called; unique in its environment, 1 to 100 characters
 * @param environment where it runs; left out for the default environment
 * @param clusterCredentialId how the cluster is reached, if the environment allows another one than its own
 * @param namespace where its objects are created, if the environment allows another one than its own
 * @param description for people
 * @param labels for filters in lists; also on everything created in the cluster
 * @param mainPyContent the Locust script, with at least one User class
 * @param libFilesContent text files by their path below lib/; import them as "from lib.helpers import …"
 * @param libFilesBase64 binary files by their path below lib/, in base64
 * @param pipPackages packages to install before the script is loaded, as pip requirements
 * @param requirementsContent content of a requirements.txt, in addition to pip_packages
 * @param host base URL of the system under test; left out when the script names it
 * @param users simulated users at the peak; default 1
 * @param spawnRate users started per second; default as many as users, at most 100
 * @param runTime how long the load lasts; default 1m. A script with a load shape decides this itself
 * @param stopTimeout how long users may finish what they are doing when the load ends; default 10s
 * @param tags run only tasks with one of these tags
 * @param excludeTags run no tasks with one of these tags
 * @param userClasses run only these user classes
 * @param env environment variables for the script
 * @param envFrom environment variables from Secrets and ConfigMaps
 * @param mounts files from Secrets and ConfigMaps
 * @param replicas how many workers; default 1, the master is always one more
 * @param resources what master and workers ask for and may use
 * @param image container image of Locust; its tag is the Locust version on this machine too
 * @param imagePullPolicy Always, IfNotPresent or Never
 * @param imagePullSecrets names of Secrets with which the image is pulled
 * @param scheduling where pods may run
 * @param podLabels further labels of pods, by role
 * @param podAnnotations annotations of pods, by role
 * @param ingress how Locust's web page is reached from outside the cluster
 * @param helmValues values of the deliveryhero Locust chart, translated
 * @param podTemplate partial pod templates by role, merged over ours
 * @param criteria thresholds on the result
 * @param mode autostart begins the load as soon as all workers are there; with interactive a person drives it on
 *     Locust's web page until the run is stopped, left alone for half an hour, or at its deadline (default then 4h)
 * @param workersWait how long to wait for all workers; default 5m
 * @param deadline how long a run may take altogether; default run_time + 15m
 */
@Serdeable
@Schema(name = "Definition")
public record DefinitionBody(
        @Schema(example = "checkout-smoke") String name,
        @Nullable @Schema(example = "local") String environment,

        @Nullable @Schema(example = "cred-01k0000000000000000000000a")
        String clusterCredentialId,

        @Nullable @Schema(example = "load") String namespace,

        @Nullable @Schema(example = "The way through the checkout, as buyers go it")
        String description,

        @Nullable @Schema(example = "{\"team\": \"shop\"}") Map<String, String> labels,

        @Schema(
                example =
                        "from locust import HttpUser, task\n\nclass Buyer(HttpUser):\n    @task\n    def cart(self):\n        self.client.get(\"/cart\")\n")
        String mainPyContent,

        @Nullable @Schema(example = "{\"helpers.py\": \"BASE = '/cart'\"}")
        Map<String, String> libFilesContent,

        @Nullable @Schema(example = "{\"data/logo.png\": \"iVBORw0KGgo=\"}")
        Map<String, String> libFilesBase64,

        @Nullable @Schema(example = "[\"requests-toolbelt==1.0.0\"]")
        List<String> pipPackages,

        @Nullable @Schema(example = "faker>=30\n") String requirementsContent,

        @Nullable @Schema(example = "https://shop.staging.example")
        String host,

        @Nullable @Schema(example = "100") Integer users,
        @Nullable @Schema(example = "10") Double spawnRate,
        @Nullable @Schema(type = "string", example = "5m") Duration runTime,
        @Nullable @Schema(type = "string", example = "10s") Duration stopTimeout,
        @Nullable @Schema(example = "[\"read\"]") List<String> tags,
        @Nullable @Schema(example = "[]") List<String> excludeTags,
        @Nullable @Schema(example = "[\"Buyer\"]") List<String> userClasses,

        @Nullable @Schema(example = "{\"CART_SIZE\": \"3\"}")
        Map<String, String> env,

        @Nullable @Schema(requiredMode = NOT_REQUIRED) List<EnvFromBody> envFrom,
        @Nullable @Schema(requiredMode = NOT_REQUIRED) List<MountBody> mounts,
        @Nullable @Schema(example = "4") Integer replicas,

        @Nullable RoleResourcesBody resources,

        @Nullable @Schema(example = "locustio/locust:2.47.0")
        String image,

        @Nullable @Schema(example = "IfNotPresent") String imagePullPolicy,
        @Nullable @Schema(example = "[\"registry-login\"]") List<String> imagePullSecrets,

        @Nullable SchedulingBody scheduling,

        @Nullable RoleMapBody podLabels,

        @Nullable RoleMapBody podAnnotations,

        @Nullable IngressBody ingress,

        @Nullable @Schema(type = "object", example = "{}") Map<String, Object> helmValues,
        @Nullable @Schema(type = "object", example = "{}") Map<String, Object> podTemplate,
        @Nullable @Schema(requiredMode = NOT_REQUIRED) List<CriterionBody> criteria,

        @Nullable
        @Schema(
                implementation = String.class,
                allowableValues = {"autostart", "interactive"},
                example = "autostart")
        Mode mode,

        @Nullable @Schema(type = "string", example = "5m") Duration workersWait,
        @Nullable @Schema(type = "string", example = "1h") Duration deadline) {

    /**
     * Variables from a Secret or a ConfigMap.
     *
     * @param secret name of a Secret; either this or config_map
     * @param configMap name of a ConfigMap; either this or secret
     * @param prefix put before every name
     */
    @Serdeable
    @Schema(name = "EnvFrom")
    public record EnvFromBody(
            @Nullable @Schema(example = "shop-test-user") String secret,
            @Nullable String configMap,
            @Nullable @Schema(example = "SHOP_") String prefix) {}

    /**
     * Files from a Secret or a ConfigMap.
     *
     * @param secret name of a Secret; either this or config_map
     * @param configMap name of a ConfigMap; either this or secret
     * @param path where the files appear in the pod
     */
    @Serdeable
    @Schema(name = "Mount")
    public record MountBody(
            @Nullable @Schema(example = "shop-certificates") String secret,
            @Nullable String configMap,
            @Schema(example = "/etc/shop") String path) {}

    /**
     * Resources by role.
     *
     * @param master of the master
     * @param worker of each worker
     */
    @Serdeable
    @Schema(name = "RoleResources")
    public record RoleResourcesBody(
            @Nullable ResourcesBody master, @Nullable ResourcesBody worker) {}

    /**
     * Requests and limits of one container, as Kubernetes quantities.
     *
     * @param requests what must be free for it
     * @param limits what it may use at most
     */
    @Serdeable
    @Schema(name = "Resources")
    public record ResourcesBody(
            @Nullable @Schema(example = "{\"cpu\": \"100m\", \"memory\": \"128Mi\"}")
            Map<String, String> requests,

            @Nullable @Schema(example = "{\"memory\": \"512Mi\"}")
            Map<String, String> limits) {}

    /**
     * Where pods may run.
     *
     * @param nodeSelector labels a node must have
     * @param tolerations as in a pod
     * @param affinity as in a pod
     * @param runtimeClassName as in a pod
     * @param priorityClassName as in a pod
     */
    @Serdeable
    @Schema(name = "Scheduling")
    public record SchedulingBody(
            @Nullable @Schema(example = "{\"pool\": \"load\"}")
            Map<String, String> nodeSelector,

            @Nullable @Schema(requiredMode = NOT_REQUIRED) List<Map<String, Object>> tolerations,
            @Nullable @Schema(type = "object") Map<String, Object> affinity,
            @Nullable String runtimeClassName,
            @Nullable String priorityClassName) {}

    /**
     * Texts by name, by role.
     *
     * @param master of the master
     * @param worker of each worker
     */
    @Serdeable
    @Schema(name = "RoleMap")
    public record RoleMapBody(
            @Nullable @Schema(requiredMode = NOT_REQUIRED) Map<String, String> master,
            @Nullable @Schema(requiredMode = NOT_REQUIRED) Map<String, String> worker) {}

    /**
     * How Locust's web page is reached from outside the cluster.
     *
     * @param enabled whether at all
     * @param hostname DNS name
     * @param path below which it lies
     * @param className ingress class
     * @param annotations for the ingress controller
     * @param tlsSecret name of a Secret with the certificate
     */
    @Serdeable
    @Schema(name = "Ingress")
    public record IngressBody(
            @Nullable Boolean enabled,

            @Nullable @Schema(example = "locust.example.com")
            String hostname,

            @Nullable @Schema(example = "/") String path,
            @Nullable String className,
            @Nullable Map<String, String> annotations,
            @Nullable String tlsSecret) {}
}
