package io.loadplane.model.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.Findings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelmTranslationTest {

    private final Findings findings = new Findings();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    loadtest: {name: shop}                                   | {labels: {load_test: shop}}
                    loadtest: {locust_host: 'https://shop.example'}          | {host: 'https://shop.example'}
                    loadtest: {pip_packages: [faker==37.0.0, pyyaml]}        | {pip_packages: [faker==37.0.0, pyyaml]}
                    loadtest: {headless: true}                               | {mode: autostart}
                    loadtest: {tags: a b, excludeTags: c}                    | {tags: [a, b], exclude_tags: [c]}
                    loadtest: {environment: {CART: 3, FAST: true}}           | {env: {CART: '3', FAST: 'true'}}
                    loadtest: {environment: {LOCUST_USERS: '50', LOCUST_RUN_TIME: 300}} | {users: 50, run_time: 300s}
                    loadtest: {environment_load_from_secrets: [shop-user]}   | {env_from: [{secret: shop-user}]}
                    image: {tag: 2.46.0}                                     | {image: 'locustio/locust:2.46.0'}
                    image: {repository: r.example/l, tag: v1, pullPolicy: Always} | {image: 'r.example/l:v1', image_pull_policy: Always}
                    imagePullSecrets: [{name: registry}]                     | {image_pull_secrets: [registry]}
                    extraLabels: {team: shop}                                | {labels: {team: shop}}
                    extraConfigMaps: {data: /mnt/data}                       | {mounts: [{config_map: data, path: /mnt/data}]}
                    worker: {replicas: 5}                                    | {replicas: 5}
                    worker: {resources: {limits: {cpu: 2, memory: 1Gi}}}     | {resources: {worker: {limits: {cpu: '2', memory: 1Gi}}}}
                    master: {annotations: {a/b: c}}                          | {pod_annotations: {master: {a/b: c}}}
                    nodeSelector: {kubernetes.io/arch: amd64}                | {scheduling: {node_selector: {kubernetes.io/arch: amd64}}}
                    tolerations: [{key: load, operator: Exists}]             | {scheduling: {tolerations: [{key: load, operator: Exists}]}}
                    affinity: {podAffinity: {}}                              | {scheduling: {affinity: {podAffinity: {}}}}
                    ingress: {enabled: true, className: nginx, hosts: [{host: l.example, path: /x}], tls: [{secretName: t, hosts: [l.example]}]} \
                    | {ingress: {enabled: true, class_name: nginx, hostname: l.example, path: /x, tls_secret: t}}
                    ingress: {enabled: false, className: nginx, hosts: [{host: l.example}, {host: m.example}]} | {}
                    podSecurityContext: {runAsNonRoot: true}                 | {}
                    securityContext: {capabilities: {drop: [ALL]}, allowPrivilegeEscalation: false} | {}
                    master: {auth: {enabled: true}}                          | {}
                    """)
    void what_a_definition_can_say_becomes_fields_of_it(String values, String definition) {
        Translation translation = translate(values);

        assertThat(findings.errors()).isEmpty();
        assertThat(translation.definition()).isEqualTo(ChartYaml.read(definition));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    worker.hpa.enabled: 'false'               | {}
                    loadtest.headless: 'true'                 | {mode: autostart}
                    worker.resources.limits.cpu: 500m         | {resources: {worker: {limits: {cpu: 500m}}}}
                    worker.replicas: '3'                      | {replicas: 3}
                    loadtest.pip_packages: '["a", "b"]'       | {pip_packages: [a, b]}
                    nodeSelector.kubernetes.io/arch: arm64    | {scheduling: {node_selector: {kubernetes.io/arch: arm64}}}
                    nodeSelector.kubernetes\\.io/arch: arm64  | {scheduling: {node_selector: {kubernetes.io/arch: arm64}}}
                    nodeSelector: '{"kubernetes.io/arch": "arm64"}' | {scheduling: {node_selector: {kubernetes.io/arch: arm64}}}
                    tolerations: '[{"key": "load", "tolerationSeconds": 5}]' | {scheduling: {tolerations: [{key: load, tolerationSeconds: 5}]}}
                    affinity.podAffinity.x: '[1]'             | {scheduling: {affinity: {podAffinity: {x: [1]}}}}
                    worker.resources.limits.example.com/gpu: '1' | {resources: {worker: {limits: {example.com/gpu: '1'}}}}
                    loadtest.environment.A.B: c               | {env: {A.B: c}}
                    worker: {resources.limits: {cpu: 1}}      | {resources: {worker: {limits: {cpu: '1'}}}}
                    """)
    void dotted_keys_and_texts_mean_what_the_chart_has_in_their_place(String values, String definition) {
        Translation translation = translate(values);

        assertThat(findings.errors()).isEmpty();
        assertThat(translation.definition()).isEqualTo(ChartYaml.read(definition));
    }

    @Test
    void nested_and_dotted_keys_are_put_together() {
        Translation translation = translate("""
                worker: {resources: {limits: {cpu: 1}}}
                worker.resources.limits.memory: 1Gi
                worker.resources.requests: '{"cpu": "500m"}'
                """);

        assertThat(translation.definition())
                .isEqualTo(ChartYaml.read(
                        "resources: {worker: {requests: {cpu: 500m}, limits: {cpu: '1', memory: 1Gi}}}"));
    }

    @Test
    void arguments_of_locust_become_fields() {
        Translation translation = translate(
                "master: {args: [--headless, '--users 50', -r, 2.5, --run-time=5m, --stop-timeout, 30, --tags, a, b,"
                        + " --expect-workers, 4, --autoquit, 10, --only-summary, -H, 'https://shop.example', Buyer]}");

        assertThat(findings.errors()).isEmpty();
        assertThat(translation.definition())
                .isEqualTo(ChartYaml.read("users: 50\nspawn_rate: 2.5\nrun_time: 5m\nstop_timeout: 30s\ntags: [a, b]\n"
                        + "host: 'https://shop.example'\nuser_classes: [Buyer]"));
        assertThat(translation.originOf("/users")).isEqualTo("/helm_values/master/args/1");
        assertThat(translation.originOf("/tags/1")).isEqualTo("/helm_values/master/args/9");
    }

    @Test
    void a_role_replaces_what_is_said_for_both() {
        Translation translation = translate("""
                nodeSelector: {pool: all}
                tolerations: [{key: all}]
                worker: {nodeSelector: {pool: load}, image: 'r.example/worker:1'}
                image: {tag: 2.46.0}
                """);

        assertThat(translation.definition()).isEqualTo(ChartYaml.read("""
                                image: locustio/locust:2.46.0
                                scheduling: {tolerations: [{key: all}]}
                                pod_template:
                                  master: {spec: {nodeSelector: {pool: all}}}
                                  worker: {spec: {nodeSelector: {pool: load}, containers: [{name: locust, image: 'r.example/worker:1'}]}}
                                """));
    }

    @Test
    void what_both_roles_say_alike_is_said_once() {
        Translation translation = translate("""
                master: {affinity: {a: {}}, image: 'r.example/l:1', environment: {A: 1, B: 2}}
                worker: {affinity: {a: {}}, image: 'r.example/l:1', environment: {A: '1', C: 3}}
                """);

        assertThat(translation.definition()).isEqualTo(ChartYaml.read("""
                                image: r.example/l:1
                                scheduling: {affinity: {a: {}}}
                                env: {A: '1'}
                                pod_template:
                                  master: {spec: {containers: [{name: locust, env: [{name: B, value: '2'}]}]}}
                                  worker: {spec: {containers: [{name: locust, env: [{name: C, value: '3'}]}]}}
                                """));
    }

    @Test
    void keys_of_secrets_become_variables_and_files_of_both_roles() {
        Translation translation = translate("""
                loadtest:
                  environment_external_secret: {shop: [USER]}
                  mount_external_secret: {mountPath: /keys, files: {jwt: [private.pem]}}
                """);

        Object pod = ChartYaml.read("""
                spec:
                  containers:
                    - name: locust
                      env: [{name: USER, valueFrom: {secretKeyRef: {name: shop, key: USER}}}]
                      volumeMounts: [{name: external-secrets, mountPath: /keys, readOnly: true}]
                  volumes:
                    - name: external-secrets
                      projected: {sources: [{secret: {name: jwt, items: [{key: private.pem, path: private.pem}]}}]}
                """);
        assertThat(findings.errors()).isEmpty();
        assertThat(translation.definition()).isEqualTo(Map.of("pod_template", Map.of("master", pod, "worker", pod)));
        assertThat(translation.originOf("/pod_template/worker/spec/containers/0/env/0/valueFrom/secretKeyRef/name"))
                .isEqualTo("/helm_values/loadtest/environment_external_secret/shop/0");
    }

    private Translation translate(String yaml) {
        return HelmValues.translate(ChartYaml.read(yaml), findings);
    }
}
