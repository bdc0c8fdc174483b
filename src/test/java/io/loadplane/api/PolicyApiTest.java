package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.testing.Api;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a policy says is shown as it was said, and what it leaves out as what that means. */
class PolicyApiTest {

    private static final String PATH = "/environments";
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final Api api = TestService.shared().api();

    @Test
    void a_policy_is_stored_with_everything_that_was_said() throws IOException {
        ObjectNode request = environment();
        request.set("policy", Api.JSON.readTree("""
                {"allowed_namespaces": ["other"], "allowed_secrets": ["shop-*"], "allowed_config_maps": ["*"],
                 "allowed_service_accounts": ["load"], "allowed_volume_claims": ["users"],
                 "allowed_storage_classes": ["fast"], "allowed_pod_labels": ["a.test/*"],
                 "allowed_pod_annotations": ["prometheus.io/*"], "allowed_ingress_annotations": ["a.test/b=c-*"],
                 "allowed_images": ["locustio/locust:2.*"],
                 "allowed_target_hosts": ["*.shop.test", "10.0.0.0/8"], "allowed_ingress_hosts": [],
                 "allowed_ingress_classes": ["internal"],
                 "allowed_tolerations": ["dedicated=load"], "allowed_priority_classes": ["low"],
                 "allowed_runtime_classes": ["gvisor"], "allowed_packages": ["requests", "acme-*"],
                 "required_labels": {"team": "*"}, "max_workers": 5, "max_users": 500, "max_run_time": "1h",
                 "max_ephemeral_volume": "10Gi",
                 "forbidden_times": [{"days": ["monday", "friday"], "from": "22:00", "to": "06:30",
                                      "time_zone": "Europe/Berlin"}]}
                """));

        JsonNode view = api.post(PATH, request).json(201);

        assertThat(view.path("policy")).isEqualTo(request.path("policy"));
        assertThat(api.get(PATH + "/" + view.path("id").asText()).json(200)).isEqualTo(view);
    }

    @Test
    void what_was_not_said_of_other_things_is_open() {
        JsonNode view = api.post(PATH, environment()).json(201);

        JsonNode policy = view.path("policy");
        assertThat(List.of(
                        "images",
                        "target_hosts",
                        "ingress_hosts",
                        "ingress_classes",
                        "tolerations",
                        "priority_classes",
                        "runtime_classes",
                        "packages"))
                .allSatisfy(names ->
                        assertThat(policy.path("allowed_" + names).toString()).isEqualTo("[\"*\"]"));
        assertThat(List.of(
                        "secrets",
                        "config_maps",
                        "service_accounts",
                        "volume_claims",
                        "storage_classes",
                        "pod_labels",
                        "pod_annotations",
                        "ingress_annotations"))
                .allSatisfy(names -> assertThat(policy.path("allowed_" + names)).isEmpty());
        assertThat(List.of("max_workers", "max_users", "max_run_time", "max_ephemeral_volume"))
                .allSatisfy(most -> assertThat(policy.path(most).isNull()).isTrue());
        assertThat(policy.path("required_labels")).isEmpty();
        assertThat(policy.path("forbidden_times")).isEmpty();
        assertThat(view.path("target_hosts_enforced_by").isNull()).isTrue();
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
                    ["*"]                         | null
                    []                            | check
                    ["*.shop.test"]               | check
                    ["*.shop.test", "10.0.0.0/8"] | network
                    ["*", "10.1.2.3"]             | network
                    """)
    void it_is_said_what_keeps_scripts_to_their_target_hosts(String hosts, String expected) throws IOException {
        ObjectNode request = environment();
        request.putObject("policy").set("allowed_target_hosts", Api.JSON.readTree(hosts));

        JsonNode view = api.post(PATH, request).json(201);

        assertThat(view.path("target_hosts_enforced_by").asText(null)).isEqualTo(expected);
    }

    private ObjectNode environment() {
        return Api.JSON
                .createObjectNode()
                .put("name", "strict-" + COUNT.incrementAndGet())
                .put("namespace", "load")
                .put("cluster_credential_id", Credentials.store(api));
    }
}
