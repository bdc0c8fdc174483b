package io.loadplane.api;

import static io.loadplane.testing.Api.findings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.Requests;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy does not allow is found wherever a definition says it, and nothing else is. */
class PolicyRefusalTest {

    private static final Api API = TestService.shared().api();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private static String credential = "";

    @BeforeAll
    static void storeCredential() {
        credential = Credentials.store(API);
    }

    @ParameterizedTest(name = "{0}: {1} → {2}")
    @CsvSource(delimiter = '|', nullValues = "none", textBlock = """
                    "max_workers": 2 | "replicas": 2 | none
                    "max_workers": 2 | "replicas": 3 | /replicas above_maximum
                    "max_workers": 2 | "helm_values": {"worker.replicas": 3} | /helm_values/worker.replicas above_maximum
                    "max_users": 10  | "users": 10 | none
                    "max_users": 10  | "users": 11 | /users above_maximum
                    "max_run_time": "1m" | "run_time": "61s" | /run_time above_maximum
                    "max_run_time": "30s" | "users": 1 | /run_time above_maximum
                    "max_run_time": "1h" | "mode": "interactive" | /deadline above_maximum
                    "max_run_time": "1h" | "mode": "interactive", "deadline": "1h" | none
                    "allowed_images": ["locustio/*"] | "image": "docker.io/locustio/locust:2.47.0" | none
                    "allowed_images": ["locustio/*"] | "image": "evil/locust" | /image image_not_allowed
                    "allowed_images": ["acme.test/*"] | "users": 1 | /image image_not_allowed
                    "allowed_images": ["locustio/*"] | "helm_values": {"image": {"repository": "evil/locust", "tag": "1"}} | /helm_values/image/repository image_not_allowed
                    "allowed_images": ["locustio/*"] | "pod_template": {"worker": {"spec": {"containers": [{"name": "locust", "image": "evil/locust"}]}}} | /pod_template/worker/spec/containers/0/image image_not_allowed
                    "allowed_images": ["locustio/*"] | "pod_template": {"master": {"spec": {"initContainers": [{"name": "a", "image": "evil/a"}]}}} | /pod_template/master/spec/initContainers/0/image image_not_allowed
                    "allowed_target_hosts": ["*.shop.test"] | "host": "https://a.shop.test:8443/base" | none
                    "allowed_target_hosts": ["*.shop.test"] | "host": "https://evil.test" | /host target_not_allowed
                    "allowed_target_hosts": ["*.shop.test"] | "users": 1 | /host target_not_allowed
                    "allowed_target_hosts": ["10.0.0.0/8"] | "host": "http://10.1.2.3:8080" | none
                    "allowed_target_hosts": ["10.0.0.0/8"] | "host": "http://11.1.2.3:8080" | /host target_not_allowed
                    "allowed_target_hosts": ["*", "10.0.0.0/8"] | "users": 1 | none
                    "allowed_target_hosts": ["*.shop.test"] | "helm_values": {"loadtest.locust_host": "https://evil.test"} | /helm_values/loadtest.locust_host target_not_allowed
                    "allowed_ingress_hosts": ["*.load.test"] | "ingress": {"hostname": "a.load.test"} | none
                    "allowed_ingress_hosts": ["*.load.test"] | "ingress": {"hostname": "a.test"} | /ingress/hostname ingress_not_allowed
                    "allowed_ingress_hosts": ["*.load.test"] | "ingress": {} | /ingress/hostname ingress_not_allowed
                    "allowed_ingress_hosts": [] | "ingress": {"enabled": false, "hostname": "a.test"} | none
                    "allowed_tolerations": ["dedicated=load"] | "scheduling": {"tolerations": [{"key": "dedicated", "value": "load"}]} | none
                    "allowed_tolerations": ["dedicated=load"] | "scheduling": {"tolerations": [{"operator": "Exists"}]} | /scheduling/tolerations/0 toleration_not_allowed
                    "allowed_tolerations": [] | "helm_values": {"tolerations": [{"key": "a", "operator": "Exists"}]} | /helm_values/tolerations/0 toleration_not_allowed
                    "allowed_tolerations": [] | "pod_template": {"worker": {"spec": {"tolerations": [{"key": "a", "operator": "Exists"}]}}} | /pod_template/worker/spec/tolerations/0 toleration_not_allowed
                    "allowed_priority_classes": ["low"] | "scheduling": {"priority_class_name": "low"} | none
                    "allowed_priority_classes": ["low"] | "scheduling": {"priority_class_name": "system-node-critical"} | /scheduling/priority_class_name class_not_allowed
                    "allowed_priority_classes": [] | "pod_template": {"master": {"spec": {"priorityClassName": "high"}}} | /pod_template/master/spec/priorityClassName class_not_allowed
                    "allowed_runtime_classes": ["gvisor"] | "scheduling": {"runtime_class_name": "gvisor"} | none
                    "allowed_runtime_classes": ["gvisor"] | "scheduling": {"runtime_class_name": "runc"} | /scheduling/runtime_class_name class_not_allowed
                    "allowed_runtime_classes": [] | "pod_template": {"master": {"spec": {"runtimeClassName": "runc"}}} | /pod_template/master/spec/runtimeClassName class_not_allowed
                    "allowed_service_accounts": ["load-*"] | "pod_template": {"master": {"spec": {"serviceAccountName": "load-a"}}} | none
                    "max_users": 5 | "pod_template": {"master": {"spec": {"serviceAccountName": "default"}}} | /pod_template/master/spec/serviceAccountName object_not_allowed
                    "allowed_secrets": ["a"] | "pod_template": {"master": {"spec": {"volumes": [{"name": "a", "secret": {"secretName": "b"}}]}}} | /pod_template/master/spec/volumes/0/secret/secretName object_not_allowed
                    "allowed_config_maps": ["a"] | "mounts": [{"config_map": "b", "path": "/b"}] | /mounts/0/config_map object_not_allowed
                    "allowed_packages": ["requests", "acme-*"] | "pip_packages": ["Requests>=2", "acme_tools[x]"] | none
                    "allowed_packages": ["Acme_Tools"] | "pip_packages": ["acme.tools"] | none
                    "allowed_packages": ["requests"] | "pip_packages": ["requests", "left-pad==1"] | /pip_packages/1 package_not_allowed
                    "allowed_packages": ["requests"] | "requirements_content": "# ours\\nrequests\\nleft-pad\\nright-pad" | /requirements_content package_not_allowed
                    "allowed_packages": [] | "helm_values": {"loadtest.pip_packages": ["left-pad"]} | /helm_values/loadtest.pip_packages/0 package_not_allowed
                    "allowed_pod_annotations": ["prometheus.io/*"] | "pod_annotations": {"worker": {"prometheus.io/scrape": "true"}} | none
                    "allowed_pod_annotations": ["prometheus.io/*"] | "pod_annotations": {"worker": {"iam.amazonaws.com/role": "admin"}} | /pod_annotations/worker/iam.amazonaws.com~1role annotation_not_allowed
                    "allowed_pod_annotations": ["a.test/b=c-*"] | "pod_annotations": {"master": {"a.test/b": "c-d"}} | none
                    "allowed_pod_annotations": ["a.test/b=c-*"] | "pod_annotations": {"master": {"a.test/b": "d"}} | /pod_annotations/master/a.test~1b annotation_not_allowed
                    "max_users": 5 | "pod_template": {"worker": {"metadata": {"annotations": {"plain": "b"}}}} | /pod_template/worker/metadata/annotations/plain annotation_not_allowed
                    "max_users": 5 | "helm_values": {"worker": {"annotations": {"k8s.v1.cni.cncf.io/networks": "vlan7"}}} | /helm_values/worker/annotations/k8s.v1.cni.cncf.io~1networks annotation_not_allowed
                    "allowed_pod_labels": ["azure.workload.identity/use"] | "labels": {"azure.workload.identity/use": "true"} | none
                    "max_users": 5 | "labels": {"azure.workload.identity/use": "true"} | /labels/azure.workload.identity~1use label_not_allowed
                    "max_users": 5 | "pod_labels": {"worker": {"istio.io/rev": "a"}} | /pod_labels/worker/istio.io~1rev label_not_allowed
                    "max_users": 5 | "pod_template": {"worker": {"metadata": {"labels": {"a.test/b": "c"}}}} | /pod_template/worker/metadata/labels/a.test~1b label_not_allowed
                    "max_users": 5 | "labels": {"team": "shop", "app.kubernetes.io/part-of": "shop"} | none
                    "required_labels": {"a.test/team": "*"} | "labels": {"a.test/team": "shop"} | none
                    "allowed_ingress_annotations": ["cert-manager.io/cluster-issuer=staging-*"] | "ingress": {"annotations": {"cert-manager.io/cluster-issuer": "staging-ca"}} | none
                    "allowed_ingress_annotations": ["cert-manager.io/cluster-issuer=staging-*"] | "ingress": {"annotations": {"cert-manager.io/cluster-issuer": "production-ca"}} | /ingress/annotations/cert-manager.io~1cluster-issuer annotation_not_allowed
                    "allowed_ingress_hosts": ["*.load.test"] | "ingress": {"hostname": "a.load.test", "annotations": {"nginx.ingress.kubernetes.io/server-alias": "www.test"}} | /ingress/annotations/nginx.ingress.kubernetes.io~1server-alias annotation_not_allowed
                    "max_users": 5 | "helm_values": {"ingress": {"enabled": true, "annotations": {"a.test/b": "c"}}} | /helm_values/ingress/annotations/a.test~1b annotation_not_allowed
                    "max_users": 5 | "ingress": {"enabled": false, "annotations": {"a.test/b": "c"}} | none
                    "allowed_ingress_classes": ["internal"] | "ingress": {"class_name": "public"} | /ingress/class_name class_not_allowed
                    "allowed_ingress_classes": ["internal"] | "ingress": {"class_name": "internal"} | none
                    "allowed_ingress_classes": ["internal"] | "ingress": {} | /ingress/class_name class_not_allowed
                    "max_ephemeral_volume": "10Gi" | "pod_template": {"worker": {"spec": {"volumes": [{"name": "a", "ephemeral": {}}]}}} | /pod_template/worker/spec/volumes/0/ephemeral required
                    "allowed_volume_claims": ["users-*"] | "pod_template": {"worker": {"spec": {"volumes": [{"name": "a", "persistentVolumeClaim": {"claimName": "users-1"}}]}}} | none
                    "max_users": 5 | "pod_template": {"worker": {"spec": {"volumes": [{"name": "a", "persistentVolumeClaim": {"claimName": "postgres-data-0"}}]}}} | /pod_template/worker/spec/volumes/0/persistentVolumeClaim/claimName object_not_allowed
                    "max_ephemeral_volume": "10Gi" | "pod_template": {"worker": {"spec": {"volumes": [{"name": "a", "ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "10240Mi"}}}}}}]}}} | none
                    "max_ephemeral_volume": "10Gi" | "pod_template": {"worker": {"spec": {"volumes": [{"name": "a", "ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "11Gi"}}}}}}]}}} | /pod_template/worker/spec/volumes/0/ephemeral/volumeClaimTemplate/spec/resources/requests/storage above_maximum
                    "max_users": 5 | "pod_template": {"worker": {"spec": {"volumes": [{"name": "a", "ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Mi"}}}}}}]}}} | /pod_template/worker/spec/volumes/0/ephemeral/volumeClaimTemplate/spec/resources/requests/storage above_maximum
                    "max_ephemeral_volume": "10Gi" | "pod_template": {"worker": {"spec": {"volumes": [{"name": "a", "ephemeral": {"volumeClaimTemplate": {"spec": {"accessModes": ["ReadWriteOnce"], "storageClassName": "fast", "resources": {"requests": {"storage": "1Gi"}}}}}}]}}} | /pod_template/worker/spec/volumes/0/ephemeral/volumeClaimTemplate/spec/storageClassName class_not_allowed
                    "allowed_secrets": ["a"] | "image_pull_secrets": ["b"] | /image_pull_secrets/0 object_not_allowed
                    "allowed_secrets": ["a"] | "pod_template": {"worker": {"spec": {"imagePullSecrets": [{"name": "b"}]}}} | /pod_template/worker/spec/imagePullSecrets/0/name object_not_allowed
                    "allowed_target_hosts": ["*.shop.test"] | "host": "http://a.shop.test", "pod_template": {"worker": {"spec": {"hostAliases": [{"ip": "10.0.0.1", "hostnames": ["a.shop.test"]}]}}} | /pod_template/worker/spec/hostAliases/0/ip target_not_allowed
                    "allowed_target_hosts": ["*.shop.test", "10.0.0.0/8"] | "host": "http://a.shop.test", "pod_template": {"worker": {"spec": {"hostAliases": [{"ip": "10.0.0.1", "hostnames": ["a.shop.test"]}]}}} | none
                    "max_users": 5 | "pod_template": {"worker": {"spec": {"hostAliases": [{"ip": "10.0.0.1", "hostnames": ["a.test"]}], "dnsConfig": {"nameservers": ["10.0.0.2"]}}}} | none
                    "allowed_target_hosts": ["*.shop.test"] | "host": "http://a.shop.test", "pod_template": {"worker": {"spec": {"dnsConfig": {"nameservers": ["fd00::1"]}}}} | /pod_template/worker/spec/dnsConfig/nameservers/0 target_not_allowed
                    "required_labels": {"team": "*"} | "labels": {"team": "shop"} | none
                    "required_labels": {"team": "*"} | "helm_values": {"extraLabels": {"team": "shop"}} | none
                    "required_labels": {"team": "*"} | "labels": {"a": "b"} | /labels/team label_required
                    "required_labels": {"a/team": "shop-*"} | "labels": {"a/team": "cart"} | /labels/a~1team label_not_allowed
                    "required_labels": {"team": "shop"} | "labels": {"team": "shop"}, "pod_labels": {"worker": {"team": "cart"}} | /pod_labels/worker/team label_not_allowed
                    "required_labels": {"team": "shop"} | "labels": {"team": "shop"}, "pod_template": {"worker": {"metadata": {"labels": {"team": "cart"}}}} | /pod_template/worker/metadata/labels/team label_not_allowed
                    """)
    void what_is_not_allowed_is_found_where_it_was_said(String policy, String fields, String finding)
            throws IOException {
        ObjectNode loadTest = loadTest(environment("\"policy\": {%s}".formatted(policy)), fields);

        Api.Answer answer = API.post("/loadtests/validate", loadTest);

        assertThat(findings(answer.json())).as(answer.text()).isEqualTo(finding == null ? List.of() : List.of(finding));
        assertThat(answer.status()).isEqualTo(finding == null ? 200 : 400);
    }

    @Test
    void everything_that_a_policy_does_not_allow_is_told_at_once_and_what_it_does() throws IOException {
        String environment = environment("""
                "policy": {"max_workers": 1, "max_users": 2, "allowed_images": ["a.test/*"], "allowed_packages": ["a", "b"],
                           "allowed_target_hosts": ["c.test"], "required_labels": {"team": "x-*"}}""");

        JsonNode problem = API.post("/loadtests", loadTest(environment, """
                "replicas": 2, "users": 3, "host": "http://d.test", "requirements_content": "a\\nz\\ny" """)).json(400);

        assertThat(findings(problem))
                .containsExactlyInAnyOrder(
                        "/replicas above_maximum",
                        "/users above_maximum",
                        "/image image_not_allowed",
                        "/requirements_content package_not_allowed",
                        "/host target_not_allowed",
                        "/labels/team label_required");
        assertThat(problem.toString())
                .contains(
                        "at most 1 workers, not 2",
                        "allows a.test/* (allowed_images in its policy)",
                        "\\\"y\\\", \\\"z\\\"; it allows a, b (allowed_packages in its policy)",
                        "x-*");
        assertThat(API.get("/loadtests?environment=" + environment).json(200).path("items"))
                .isEmpty();
    }

    @Test
    void what_the_environment_fills_in_is_found_where_it_would_stand() throws IOException {
        ObjectNode stored =
                request("\"defaults\": {\"image\": \"locustio/locust:2.40.0\", \"labels\": {\"team\": \"a\"}}");
        JsonNode created = API.post("/environments", stored).json(201);
        String path = "/environments/" + created.path("id").asText();
        stored.set("policy", Api.JSON.readTree("{\"allowed_images\": [\"locustio/locust:2.47.0\"], \"max_users\": 5}"));

        JsonNode refused = API.put(path, stored, "If-Match", "\"1\"").json(400);
        stored.set(
                "policy",
                Api.JSON.readTree("{\"max_users\": 5, \"required_labels\": {\"team\": \"a\", \"b\": \"c\"}}"));
        API.put(path, stored, "If-Match", "\"1\"").json(200);

        assertThat(findings(refused)).containsExactly("/defaults/image image_not_allowed");
        String name = stored.path("name").asText();
        JsonNode problem =
                API.post("/loadtests/validate", loadTest(name, "\"users\": 6")).json(400);
        assertThat(findings(problem)).containsExactlyInAnyOrder("/users above_maximum", "/labels/b label_required");
    }

    @Test
    void what_one_run_or_a_schedule_changes_is_found_too() throws IOException {
        String environment = environment("\"policy\": {\"max_users\": 5, \"allowed_target_hosts\": [\"a.test\"]}");
        String loadTest = API.post("/loadtests", loadTest(environment, "\"host\": \"http://a.test\""))
                .json(201)
                .path("id")
                .asText();
        JsonNode overrides = Api.JSON.readTree("{\"users\": 6, \"host\": \"http://b.test\"}");
        ObjectNode schedule =
                Api.JSON.createObjectNode().put("load_test_id", loadTest).put("cron", "0 3 * * *");
        schedule.set("overrides", overrides);

        JsonNode ofRun = API.post("/loadtests/" + loadTest + "/runs", overrides).json(400);
        JsonNode ofSchedule = API.post("/schedules", schedule).json(400);

        assertThat(findings(ofRun)).containsExactlyInAnyOrder("/users above_maximum", "/host target_not_allowed");
        assertThat(findings(ofSchedule))
                .containsExactlyInAnyOrder("/overrides/users above_maximum", "/overrides/host target_not_allowed");
    }

    @Test
    void a_load_test_that_was_stored_before_a_policy_was_tightened_is_told_so() throws IOException {
        ObjectNode stored = request("\"policy\": {\"max_users\": 9}");
        String path = "/environments/"
                + API.post("/environments", stored).json(201).path("id").asText();
        String loadTest = API.post(
                        "/loadtests", loadTest(stored.path("name").asText(), "\"users\": 8, \"replicas\": 2"))
                .json(201)
                .path("id")
                .asText();
        stored.set("policy", Api.JSON.readTree("{\"max_users\": 7, \"max_workers\": 1}"));
        API.put(path, stored, "If-Match", "\"1\"").json(200);
        String runs = "/loadtests/" + loadTest + "/runs";

        JsonNode unchanged = API.post(runs, "").json(400);
        JsonNode higher = API.post(runs, Api.JSON.readTree("{\"users\": 10}")).json(400);

        assertThat(unchanged.path("code").asText()).isEqualTo("policy_changed");
        assertThat(findings(unchanged)).containsExactly("/replicas above_maximum", "/users above_maximum");
        assertThat(higher.path("code").asText()).isEqualTo("invalid_request");
    }

    @Test
    void a_forbidden_time_forbids_to_start_and_not_to_store() throws IOException {
        String environment =
                environment("\"policy\": {\"forbidden_times\": [{\"from\": \"00:00\", \"to\": \"24:00\"}]}");
        ObjectNode loadTest = loadTest(environment, "\"start\": false");

        JsonNode valid = API.post("/loadtests/validate", loadTest).json(200);
        JsonNode refused =
                API.post("/loadtests", loadTest.deepCopy().put("start", true)).json(409);
        JsonNode stored = API.post("/loadtests", loadTest).json(201);

        assertThat(valid.path("warnings").findValuesAsText("code")).containsExactly("forbidden_time");
        assertThat(refused.path("code").asText()).isEqualTo("forbidden_time");
        assertThat(refused.path("detail").asText()).startsWith("The environment \"" + environment);
        assertThat(stored.path("latest_run").isNull()).isTrue();
    }

    @Test
    void ranges_of_addresses_are_refused_where_nothing_keeps_scripts_to_them() throws IOException {
        ObjectNode local = Api.JSON.createObjectNode().put("name", "no-network").put("kind", "local");
        String own =
                API.post("/cluster-credentials", local).json(201).path("id").asText();
        ObjectNode request = request("\"policy\": {\"allowed_target_hosts\": [\"a.test\", \"10.0.0.0/8\"]}");

        JsonNode refused = API.post("/environments", request.put("cluster_credential_id", own))
                .json(400);

        assertThat(findings(refused)).containsExactly("/policy/allowed_target_hosts not_supported_here");
    }

    @Test
    void a_package_index_that_may_lie_outside_the_ranges_is_warned_of() throws IOException {
        String fields = "\"host\": \"http://10.0.0.1\", \"pip_packages\": [\"requests\"]";
        String policy = "\"policy\": {\"allowed_target_hosts\": [\"10.0.0.0/8\"]}";
        String named = environment(policy);
        String addressed = environment(policy + ", \"package_index\": \"http://192.0.2.1/simple\"");

        JsonNode warned =
                API.post("/loadtests/validate", loadTest(named, fields)).json(200);
        JsonNode silent =
                API.post("/loadtests/validate", loadTest(addressed, fields)).json(200);

        assertThat(warned.path("warnings").findValuesAsText("code")).containsExactly("index_may_be_unreachable");
        assertThat(silent.path("warnings")).isEmpty();
    }

    private static String environment(String fields) throws IOException {
        ObjectNode request = request(fields);
        API.post("/environments", request).json(201);
        return request.path("name").asText();
    }

    private static ObjectNode request(String fields) throws IOException {
        ObjectNode request = Api.JSON
                .createObjectNode()
                .put("name", "policy-" + COUNT.incrementAndGet())
                .put("namespace", "load")
                .put("cluster_credential_id", credential);
        request.setAll((ObjectNode) Api.JSON.readTree("{" + fields + "}"));
        return request;
    }

    private static ObjectNode loadTest(String environment, String fields) throws IOException {
        ObjectNode loadTest = Requests.loadTest().put("environment", environment);
        loadTest.setAll((ObjectNode) Api.JSON.readTree("{" + fields + "}"));
        return loadTest;
    }
}
