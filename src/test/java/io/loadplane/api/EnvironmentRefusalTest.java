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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with an environment is said when it is made, not to everybody who wants to run something there. */
class EnvironmentRefusalTest {

    private static final Api API = TestService.shared().api();

    private static String credential = "";

    @BeforeAll
    static void storeCredential() {
        credential = Credentials.store(API);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    "name": null                               | /name required
                    "name": "Not A Name"                       | /name malformed_name
                    "name": "-a"                               | /name malformed_name
                    "name": 5                                  | /name wrong_type
                    "namespace": null                          | /namespace required
                    "namespace": "Load"                        | /namespace malformed_name
                    "cluster_credential_id": null              | /cluster_credential_id required
                    "cluster_credential_id": "staging"         | /cluster_credential_id unknown_credential
                    "cluster_credential_id": "cred-00000000000000000000000000" | /cluster_credential_id unknown_credential
                    "allowed_cluster_credential_ids": [null]   | /allowed_cluster_credential_ids/0 wrong_type
                    "allowed_cluster_credential_ids": ["x"]    | /allowed_cluster_credential_ids/0 unknown_credential
                    "allowed_cluster_credential_ids": "x"      | /allowed_cluster_credential_ids wrong_type
                    "run_as_user": 0                           | /run_as_user out_of_range
                    "run_as_user": -1                          | /run_as_user out_of_range
                    "run_as_user": "1000"                      | /run_as_user wrong_type
                    "run_as_user": 1.5                         | /run_as_user wrong_type
                    "default": "yes"                           | /default wrong_type
                    "package_index": "pypi"                    | /package_index malformed_url
                    "package_index": "http://["                | /package_index malformed_url
                    "package_index": "http://a%zz/"            | /package_index malformed_url
                    "package_index": "https://"                | /package_index malformed_url
                    "package_index": "https://u:s@pypi.test/"  | /package_index malformed_url
                    "pip_config_secret": "Pip"                 | /pip_config_secret malformed_name
                    "pip_config_secret": "pip-*"               | /pip_config_secret malformed_name
                    "pip_config_secret": "run-00000000000000000000000000-token" | /pip_config_secret object_not_allowed
                    "certificate_issuer": "*"                  | /certificate_issuer malformed_name
                    "keep_failed": "soon"                      | /keep_failed malformed_duration
                    "keep_failed": "-5m"                       | /keep_failed malformed_duration
                    "keep_failed": "99999999d"                 | /keep_failed malformed_duration
                    "policy": []                               | /policy wrong_type
                    "policy": {"allowed_secrets": "*"}         | /policy/allowed_secrets wrong_type
                    "policy": {"allowed_secrets": [null]}      | /policy/allowed_secrets/0 wrong_type
                    "policy": {"allowed_secrets": ["A B"]}     | /policy/allowed_secrets/0 malformed_name
                    "policy": {"allowed_config_maps": [""]}    | /policy/allowed_config_maps/0 malformed_name
                    "policy": {"allowed_namespaces": ["a/b"]}  | /policy/allowed_namespaces/0 malformed_name
                    "policy": {"allowed_pods": []}             | /policy/allowed_pods unknown_field
                    "policy": {"allowed_service_accounts": ["A"]} | /policy/allowed_service_accounts/0 malformed_name
                    "policy": {"allowed_images": [""]}         | /policy/allowed_images/0 malformed_name
                    "policy": {"allowed_images": ["a b"]}      | /policy/allowed_images/0 malformed_name
                    "policy": {"allowed_target_hosts": ["*", "shop.test/a"]} | /policy/allowed_target_hosts/1 malformed_host
                    "policy": {"allowed_target_hosts": ["10.0.0.1/8"]} | /policy/allowed_target_hosts/0 malformed_host
                    "policy": {"allowed_ingress_hosts": ["a/b"]} | /policy/allowed_ingress_hosts/0 malformed_name
                    "policy": {"allowed_tolerations": ["a=b=c"]} | /policy/allowed_tolerations/0 malformed_name
                    "policy": {"allowed_priority_classes": ["A"]} | /policy/allowed_priority_classes/0 malformed_name
                    "policy": {"allowed_runtime_classes": ["A"]} | /policy/allowed_runtime_classes/0 malformed_name
                    "policy": {"allowed_volume_claims": ["A"]} | /policy/allowed_volume_claims/0 malformed_name
                    "policy": {"allowed_storage_classes": ["A"]} | /policy/allowed_storage_classes/0 malformed_name
                    "policy": {"allowed_ingress_classes": ["A"]} | /policy/allowed_ingress_classes/0 malformed_name
                    "policy": {"allowed_pod_labels": ["a b"]} | /policy/allowed_pod_labels/0 malformed_name
                    "policy": {"allowed_pod_annotations": [""]} | /policy/allowed_pod_annotations/0 malformed_name
                    "policy": {"allowed_ingress_annotations": ["a: b"]} | /policy/allowed_ingress_annotations/0 malformed_name
                    "policy": {"max_ephemeral_volume": "large"} | /policy/max_ephemeral_volume malformed_quantity
                    "policy": {"max_ephemeral_volume": 10}     | /policy/max_ephemeral_volume wrong_type
                    "policy": {"allowed_packages": ["requests==2"]} | /policy/allowed_packages/0 malformed_name
                    "policy": {"required_labels": {"a b": "*"}} | /policy/required_labels/a b malformed_label
                    "policy": {"required_labels": {"team": ""}} | /policy/required_labels/team malformed_label
                    "policy": {"required_labels": {"team": 5}} | /policy/required_labels/team wrong_type
                    "policy": {"max_workers": 0}               | /policy/max_workers out_of_range
                    "policy": {"max_users": -1}                | /policy/max_users out_of_range
                    "policy": {"max_run_time": "0s"}           | /policy/max_run_time out_of_range
                    "policy": {"max_run_time": 60}             | /policy/max_run_time malformed_duration
                    "policy": {"forbidden_times": [{}]}        | /policy/forbidden_times/0/from required
                    "policy": {"forbidden_times": [{"from": "8:00", "to": "18:00"}]} | /policy/forbidden_times/0/from malformed_time
                    "policy": {"forbidden_times": [{"from": "24:00", "to": "18:00"}]} | /policy/forbidden_times/0/from malformed_time
                    "policy": {"forbidden_times": [{"from": "08:00", "to": "18:60"}]} | /policy/forbidden_times/0/to malformed_time
                    "policy": {"forbidden_times": [{"from": "08:00", "to": "18:00", "time_zone": "Berlin"}]} | /policy/forbidden_times/0/time_zone unknown_time_zone
                    "policy": {"forbidden_times": [{"from": "08:00", "to": "18:00", "days": ["mon"]}]} | /policy/forbidden_times/0/days/0 unknown_value
                    "credential": "x"                          | /credential unknown_field
                    """)
    void a_wrong_value_is_reported_at_its_place(String change, String finding) throws IOException {
        assertThat(findings(refused(change))).contains(finding);
    }

    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    []                                    | /defaults wrong_type
                    {"users": "many"}                     | /defaults/users wrong_type
                    {"run_time": 5}                       | /defaults/run_time malformed_duration
                    {"colour": "red"}                     | /defaults/colour unknown_field
                    {"start": false}                      | /defaults/start unknown_field
                    {"env": {"A": 5}}                     | /defaults/env/A wrong_type
                    {"mounts": [{"secret": "a", "x": 1}]} | /defaults/mounts/0/x unknown_field
                    {"name": "all"}                       | /defaults/name not_a_default
                    {"environment": "local"}              | /defaults/environment not_a_default
                    {"namespace": "load"}                 | /defaults/namespace not_a_default
                    {"cluster_credential_id": "x"}        | /defaults/cluster_credential_id not_a_default
                    {"description": "a\\u0000b"}          | /defaults/description forbidden_character
                    """)
    void defaults_are_read_as_fields_of_a_definition(String defaults, String finding) throws IOException {
        assertThat(findings(refused("\"defaults\": " + defaults))).contains(finding);
    }

    /** Whoever ran something here would be told of a field that stands nowhere in their request. */
    @ParameterizedTest(name = "{0} → {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    {"users": 0}                                  | /defaults/users
                    {"replicas": 501}                             | /defaults/replicas
                    {"labels": {"a b": "c"}}                      | /defaults/labels/a b
                    {"env": {"PYTHONPATH": "/x"}}                 | /defaults/env/PYTHONPATH
                    {"image_pull_policy": "Sometimes"}            | /defaults/image_pull_policy
                    {"resources": {"worker": {"limits": {"cpu": "lots"}}}} | /defaults/resources/worker/limits/cpu
                    {"pod_template": {"worker": {"spec": {"hostNetwork": true}}}} | /defaults/pod_template/worker/spec/hostNetwork
                    {"scheduling": {"affinity": {"x": 1}}}        | /defaults/scheduling/affinity/x
                    {"env_from": [{"secret": "a"}]}               | /defaults/env_from/0/secret
                    """)
    void defaults_keep_the_rules_of_a_definition(String defaults, String pointer) throws IOException {
        assertThat(refused("\"defaults\": " + defaults).path("errors").findValuesAsText("pointer"))
                .contains(pointer);
    }

    /** Values of the chart as a default would have to be translated for every definition; saying nothing loses them. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    {"worker": {"replicas": 7}} | 7
                    """)
    void values_of_the_chart_as_a_default_are_refused_or_hold(String values, int replicas) throws IOException {
        ObjectNode request = request("\"name\": \"charted\", \"defaults\": {\"helm_values\": %s}".formatted(values));

        Api.Answer answer = API.post("/environments", request);

        if (answer.status() == 400) {
            assertThat(findings(answer.json())).singleElement().asString().startsWith("/defaults/helm_values ");
        } else {
            ObjectNode loadTest = Requests.loadTest().put("environment", "charted");
            JsonNode definition = API.post("/loadtests/validate", loadTest).json(200);
            API.delete("/environments/" + answer.json().path("id").asText());
            assertThat(definition.path("definition").path("replicas").asInt()).isEqualTo(replicas);
        }
    }

    private static ObjectNode request(String change) throws IOException {
        ObjectNode request = Api.JSON
                .createObjectNode()
                .put("name", "refused")
                .put("namespace", "load")
                .put("cluster_credential_id", credential);
        request.setAll((ObjectNode) Api.JSON.readTree("{" + change + "}"));
        return request;
    }

    /** The problem, after a look that nothing was stored. */
    private static JsonNode refused(String change) throws IOException {
        JsonNode before = API.get("/environments?limit=200").json(200);
        Api.Answer answer = API.post("/environments", request(change));
        if (answer.status() == 201) {
            API.delete("/environments/" + answer.json().path("id").asText());
        }
        JsonNode problem = answer.json(400);
        assertThat(API.get("/environments?limit=200").json(200)).isEqualTo(before);
        return problem;
    }
}
