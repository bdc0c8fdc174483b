package io.loadplane.model.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmRefusalTest {

    private final Findings findings = new Findings();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    worker: {hpa: {minReplicas: 2}}                  | /helm_values/worker/hpa/minReplicas
                    worker.hpa.enabled: 'true'                       | /helm_values/worker.hpa.enabled
                    worker: {keda: {enabled: true}}                  | /helm_values/worker/keda/enabled
                    worker: {keda: {fallbackReplicas: 2}}            | /helm_values/worker/keda/fallbackReplicas
                    master: {replicas: 0}                            | /helm_values/master/replicas
                    master: {pdb: {enabled: true}}                   | /helm_values/master/pdb/enabled
                    master: {strategy: {type: Recreate}}             | /helm_values/master/strategy/type
                    master: {readinessProbe: {httpGet: {port: 80}}}  | /helm_values/master/readinessProbe/httpGet/port
                    master: {command: [sh, -c, id]}                  | /helm_values/master/command
                    worker: {args: [--processes, '4']}               | /helm_values/worker/args
                    master: {args: [--csv, out, --users, '1']}       | /helm_values/master/args/0
                    master: {auth: {password: secret}}               | /helm_values/master/auth/password
                    master: {logLevel: DEBUG}                        | /helm_values/master/logLevel
                    worker: {environment: {LOCUST_MODE_MASTER: '1'}} | /helm_values/worker/environment/LOCUST_MODE_MASTER
                    loadtest: {locust_locustfile_configmap: mine}    | /helm_values/loadtest/locust_locustfile_configmap
                    loadtest: {locustCmd: /bin/sh}                   | /helm_values/loadtest/locustCmd
                    service: {type: LoadBalancer}                    | /helm_values/service/type
                    fullnameOverride: x                              | /helm_values/fullnameOverride
                    securityContext: {privileged: true}              | /helm_values/securityContext/privileged
                    securityContext: {allowPrivilegeEscalation: true} | /helm_values/securityContext/allowPrivilegeEscalation
                    securityContext: {capabilities: {add: [SYS_ADMIN]}} | /helm_values/securityContext/capabilities/add
                    securityContext: {runAsUser: 0}                  | /helm_values/securityContext/runAsUser
                    securityContext: {seccompProfile: {type: Unconfined}} | /helm_values/securityContext/seccompProfile/type
                    podSecurityContext: {runAsNonRoot: false}        | /helm_values/podSecurityContext/runAsNonRoot
                    podSecurityContext: {sysctls: [{name: a}]}       | /helm_values/podSecurityContext/sysctls
                    worker: {extraVolumes: [{name: a, nfs: {}}]}     | /helm_values/worker/extraVolumes/0/nfs
                    worker: {extraVolumes: [{name: a, projected: {sources: [{serviceAccountToken: {path: t}}]}}]} \
                    | /helm_values/worker/extraVolumes/0/projected/sources/0/serviceAccountToken
                    serviceAccount: {create: true}                   | /helm_values/serviceAccount
                    worker: {serviceAccountName: admin}              | /helm_values/worker/serviceAccountName
                    master: {serviceAccountAnnotations: {role: admin}} | /helm_values/master/serviceAccountAnnotations
                    hostNetwork: true                                | /helm_values/hostNetwork
                    worker: {hostNetwork: true}                      | /helm_values/worker/hostNetwork
                    worker: {topologySpreadConstraints: []}          | /helm_values/worker/topologySpreadConstraints
                    worker.args[0]: --master                         | /helm_values/worker.args[0]
                    ingress: {enabled: true, hosts: [{host: a}, {host: b}]} | /helm_values/ingress/hosts/1
                    ingress: {enabled: true, hosts: [{host: a, pathType: Exact}]} | /helm_values/ingress/hosts/0/pathType
                    """)
    void what_is_not_the_callers_to_change_is_refused_by_its_path(String values, String pointer) {
        translate(values);

        assertThat(findings.errors()).singleElement().satisfies(finding -> {
            assertThat(finding.pointer()).isEqualTo(pointer);
            assertThat(finding.code()).isEqualTo("unsupported_value");
        });
    }

    @Test
    void a_refusal_names_what_is_supported_beside_it() {
        translate("worker: {hpa: {minReplicas: 2}, hostNetwork: true}");

        assertThat(findings.errors())
                .extracting(Finding::message)
                .allSatisfy(message -> assertThat(message)
                        .contains("is not supported")
                        .contains("; supported under worker: ")
                        .contains("resources.limits")
                        .contains("replicas"));
    }

    @Test
    void a_refusal_does_not_repeat_what_may_be_secret() {
        translate(
                "master.auth.password: hunter2\nloadtest.environment_secret.KEY: hunter2\nloadtest.headless: hunter2");

        assertThat(findings.errors())
                .hasSize(3)
                .extracting(Finding::message)
                .allSatisfy(message -> assertThat(message).doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    worker: {replicas: many}                 | wrong_type        | /helm_values/worker/replicas
                    worker: {replicas: 1.5}                  | wrong_type        | /helm_values/worker/replicas
                    worker: {replicas: 99999999999}          | wrong_type        | /helm_values/worker/replicas
                    worker: 3                                | wrong_type        | /helm_values/worker
                    loadtest.headless: 'yes'                 | wrong_type        | /helm_values/loadtest.headless
                    loadtest: {pip_packages: faker}          | wrong_type        | /helm_values/loadtest/pip_packages
                    loadtest: {pip_packages: '["faker"'}     | wrong_type        | /helm_values/loadtest/pip_packages
                    nodeSelector: {a: [b]}                   | wrong_type        | /helm_values/nodeSelector
                    tolerations: {key: a}                    | wrong_type        | /helm_values/tolerations
                    image: {repository: r.example/l}         | required          | /helm_values/image/repository
                    imagePullSecrets: [{}]                   | required          | /helm_values/imagePullSecrets/0
                    affinity.a/b: c                          | ambiguous_key     | /helm_values/affinity.a~1b
                    {worker: {replicas: 2}, worker.replicas: 3} | duplicate_value | /helm_values/worker.replicas
                    {worker: {image: 'a:1'}, worker.image: 'a:1'} | duplicate_value | /helm_values/worker.image
                    loadtest: {locust_host: 'http://a', environment: {LOCUST_HOST: 'http://b'}} | conflicting_value | /helm_values/loadtest/environment/LOCUST_HOST
                    master: {args: [--users, many]}          | wrong_type        | /helm_values/master/args/1
                    master: {args: [--users]}                | wrong_type        | /helm_values/master/args/0
                    """)
    void what_cannot_be_read_is_reported_where_it_is(String values, String code, String pointer) {
        translate(values);

        assertThat(findings.errors())
                .extracting(Finding::code, Finding::pointer)
                .containsExactly(tuple(code, pointer));
    }

    @Test
    void everything_that_is_wrong_is_reported_at_once() {
        translate("hostNetwork: true\nworker: {replicas: x, hpa: {enabled: true}}\nextraObjects: [{}]");

        assertThat(findings.errors())
                .extracting(Finding::pointer)
                .containsExactlyInAnyOrder(
                        "/helm_values/hostNetwork",
                        "/helm_values/worker/replicas",
                        "/helm_values/worker/hpa/enabled",
                        "/helm_values/extraObjects");
    }

    @Test
    void values_without_end_are_refused() {
        Map<String, Object> deep = new HashMap<>();
        Object inner = "x";
        for (int i = 0; i < 900; i++) {
            inner = Map.of("a", inner);
        }
        deep.put("affinity", inner);
        deep.put("affinity" + ".a".repeat(100_000), "x");
        deep.put("tolerations", "[".repeat(100_000));
        deep.put("loadtest.pip_packages", "[\"a\\u0000b\"]");
        deep.put("worker.replicas", "9".repeat(100_000));

        HelmValues.translate(deep, findings);

        assertThat(findings.errors())
                .extracting(Finding::code)
                .containsExactlyInAnyOrder("too_deep", "ambiguous_key", "wrong_type", "wrong_type", "wrong_type");
    }

    private Translation translate(String yaml) {
        return HelmValues.translate(ChartYaml.read(yaml), findings);
    }
}
