package io.loadplane.model.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelmValuesTest {

    private final Findings findings = new Findings();

    @Test
    void the_committed_table_is_the_one_of_the_code() throws IOException {
        assertThat(Files.readString(Path.of("openapi/helm-values.md"))).isEqualTo(HelmValues.table());
    }

    @Test
    void the_oldest_file_of_values_is_accepted_as_it_is() {
        Translation translation = translate(ChartYaml.resource("values-0.31.5.yaml"));

        assertThat(findings.errors()).isEmpty();
        assertThat(translation.definition())
                .isEqualTo(
                        Map.of("image", "locustio/locust:2.15.1", "image_pull_policy", "IfNotPresent", "replicas", 1));
    }

    @Test
    void the_newest_file_of_values_is_accepted_as_it_is() {
        Translation translation = translate(ChartYaml.resource("values-0.35.0.yaml"));

        assertThat(findings.errors()).isEmpty();
        assertThat(translation.definition())
                .isEqualTo(
                        Map.of("image", "locustio/locust:2.32.2", "image_pull_policy", "IfNotPresent", "replicas", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"values-0.31.5.yaml", "values-0.35.0.yaml"})
    void a_file_of_values_means_the_same_with_dots_and_texts(String file) {
        Translation nested = translate(ChartYaml.resource(file));

        Translation dotted = HelmValues.translate(ChartYaml.dotted(ChartYaml.read(ChartYaml.resource(file))), findings);

        assertThat(findings.errors()).isEmpty();
        assertThat(dotted.definition()).isEqualTo(nested.definition());
    }

    @ParameterizedTest
    @CsvSource({
        "worker: {replicas: 5},/replicas,/helm_values/worker/replicas",
        "worker.replicas: '5',/replicas,/helm_values/worker.replicas",
        "nodeSelector.a/b~c: d,/scheduling/node_selector/a~1b~0c,/helm_values/nodeSelector.a~1b~0c",
        "nodeSelector: {a/b: d},/scheduling/node_selector/a~1b,/helm_values/nodeSelector/a~1b",
        "extraConfigMaps: {data: relative},/mounts/0/path,/helm_values/extraConfigMaps/data",
        "tolerations: [{key: a}],/scheduling/tolerations/0/key,/helm_values/tolerations/0/key",
        "tolerations: '[{\"key\": \"a\"}]',/scheduling/tolerations/0/key,/helm_values/tolerations",
        "hostAliases: [{ip: '1'}],/pod_template/worker/spec/hostAliases/0/ip,/helm_values/hostAliases/0/ip",
        "worker: {resources: {limits: {cpu: x}}},/resources/worker/limits/cpu,/helm_values/worker/resources/limits/cpu"
    })
    void a_finding_on_a_translated_field_can_be_shown_where_it_was_written(String values, String field, String origin) {
        assertThat(translate(values).originOf(field)).isEqualTo(origin);
    }

    @Test
    void what_was_not_written_in_the_values_has_no_place_there() {
        assertThat(translate("worker: {replicas: 5}").originOf("/users")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    loadtest: {environment: {VAR: VALUE}}
                    loadtest: {environment_external_secret: {SECRET_NAME: VAR}}
                    loadtest: {mount_external_secret: {mountPath: /yourMountLocation, files: {secret_name: var}}}
                    master: {resources: {limits: {cpu: 2000m, memory: 1024Mi}, requests: {cpu: 1000m, memory: 1024Mi}}}
                    worker: {resources: {limits: {cpu: 500m, memory: 256Mi}, requests: {cpu: 500m, memory: 256Mi}}}
                    worker: {initContainers: [{name: git-clone, image: 'alpine/git:latest', volumeMounts: [{name: src, mountPath: /src}]}]}
                    worker: {extraVolumes: [{name: data-volume, persistentVolumeClaim: {claimName: my-pvc}}, {name: temp-volume, emptyDir: {}}]}
                    master: {extraVolumeMounts: [{name: temp-volume, mountPath: /tmp/locust}]}
                    hostAliases: [{ip: 10.0.0.1, hostnames: [example-host.com]}]
                    podSecurityContext: {fsGroup: 2000}
                    master: {lifecycle: {preStop: {exec: {command: [/bin/sh, -c, sleep 60]}}}}
                    securityContext: {capabilities: {drop: [ALL]}, readOnlyRootFilesystem: true, runAsNonRoot: true, runAsUser: 1000}
                    ingress: {enabled: true, annotations: {kubernetes.io/ingress.class: nginx, kubernetes.io/tls-acme: 'true'}}
                    ingress: {enabled: true, hosts: [{host: chart-example.local, path: /, pathType: ImplementationSpecific}], tls: [{secretName: t, hosts: [chart-example.local]}]}
                    """)
    void a_block_that_the_chart_has_commented_out_works(String values) {
        Translation translation = translate(values);

        assertThat(findings.errors()).isEmpty();
        assertThat(translation.definition()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    loadtest: {environment_secret: {VAR: VALUE}}                            | /helm_values/loadtest/environment_secret
                    service: {nodePort: 8089}                                               | /helm_values/service/nodePort
                    master: {extraPorts: [{containerPort: 8080, name: http-monitoring}]}    | /helm_values/master/extraPorts
                    master: {livenessProbe: {initialDelaySeconds: 60, httpGet: {path: /}}}  | /helm_values/master/livenessProbe
                    master: {startupProbe: {initialDelaySeconds: 60, httpGet: {path: /}}}   | /helm_values/master/startupProbe
                    master: {extraVolumes: [{name: host-volume, hostPath: {path: /data}}]}  | /helm_values/master/extraVolumes/0/hostPath
                    extraObjects: [{apiVersion: v1, kind: ExternalSecret}]                  | /helm_values/extraObjects
                    loadtest: {mount_external_secret: {mountPath: yourMountLocation}}       | /helm_values/loadtest/mount_external_secret/mountPath
                    """)
    void a_block_that_the_chart_has_commented_out_is_refused_by_name(String values, String pointer) {
        translate(values);

        assertThat(findings.errors()).extracting(Finding::pointer).containsExactly(pointer);
    }

    @Test
    void nothing_becomes_nothing() {
        Map<String, Object> values = new HashMap<>(Map.of("worker", Map.of(), "master", "", "nodeSelector", "{}"));

        assertThat(HelmValues.translate(values, findings).definition()).isEmpty();
        assertThat(findings.errors()).isEmpty();
    }

    private Translation translate(String yaml) {
        return HelmValues.translate(ChartYaml.read(yaml), findings);
    }
}
