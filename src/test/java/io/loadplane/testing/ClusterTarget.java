package io.loadplane.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * A system under test inside a cluster that counts every request it answers, by path with query. Paths with {@code flaky}
 * fail now and then, paths with {@code slow} take one to two seconds.
 */
public final class ClusterTarget {

    private static final String SCRIPT = """
            import collections, http.server, json, random, sys, threading, time

            requests, failures = collections.Counter(), collections.Counter()
            lock, rng = threading.Lock(), random.Random(7)


            class Handler(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"
                disable_nagle_algorithm = True
                wbufsize = -1

                def answer(self):
                    self.rfile.read(int(self.headers.get("Content-Length", 0)))
                    if self.path == "/__counts":
                        with lock:
                            counts = {"requests": requests, "failures": failures}
                            return self.reply(200, json.dumps(counts).encode())
                    if "slow" in self.path:
                        time.sleep(1 + rng.random())
                    with lock:
                        fails = "flaky" in self.path and rng.randrange(4) == 0
                        requests[self.path] += 1
                        if fails:
                            failures[self.path] += 1
                    self.reply(500 if fails else 200, b"ok")

                def reply(self, status, body):
                    self.send_response(status)
                    self.send_header("Content-Type", "text/plain")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    if self.command != "HEAD":
                        self.wfile.write(body)
                    self.wfile.flush()

                do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = answer

                def log_message(self, *args):
                    pass


            class Server(http.server.ThreadingHTTPServer):
                request_queue_size = 1000
                daemon_threads = True


            Server(("", 8000), Handler).serve_forever()
            """;

    private static final String OBJECTS = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: target, namespace: NAMESPACE}
            data:
              target.py: |
            SCRIPT
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: target, namespace: NAMESPACE}
            spec: {selector: {app: target}, ports: [{port: 80, targetPort: 8000}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: target, namespace: NAMESPACE, labels: {app: target}}
            spec:
              automountServiceAccountToken: false
              enableServiceLinks: false
              terminationGracePeriodSeconds: 0
              securityContext: {runAsNonRoot: true, runAsUser: 1000, seccompProfile: {type: RuntimeDefault}}
              containers:
              - name: target
                image: IMAGE
                command: [python3, /target/target.py]
                ports: [{containerPort: 8000}]
                readinessProbe: {httpGet: {path: /__counts, port: 8000}, periodSeconds: 1}
                resources: {requests: {cpu: 50m, memory: 32Mi}, limits: {cpu: "1", memory: 256Mi}}
                securityContext:
                  allowPrivilegeEscalation: false
                  readOnlyRootFilesystem: true
                  capabilities: {drop: [ALL]}
                volumeMounts: [{name: target, mountPath: /target}]
              volumes: [{name: target, configMap: {name: target}}]
            """;

    private final TestCluster cluster;
    private final String namespace;

    private ClusterTarget(TestCluster cluster, String namespace) {
        this.cluster = cluster;
        this.namespace = namespace;
    }

    /** The namespace's target, once it answers. */
    public static ClusterTarget start(TestCluster cluster, String namespace) {
        String image = cluster.isOwn() ? "k8sbox.local/python:3.11" : "python:3.11-slim";
        cluster.kubectlApply(
                OBJECTS.replace("NAMESPACE", namespace).replace("IMAGE", image).replace("SCRIPT", SCRIPT.indent(4)));
        cluster.kubectl("-n", namespace, "wait", "--for=condition=Ready", "pod/target", "--timeout=120s");
        return new ClusterTarget(cluster, namespace);
    }

    /** Where every pod of the cluster finds it. */
    public String url() {
        return "http://target." + namespace + ".svc:80";
    }

    public Map<String, Long> requests() {
        return counts("requests");
    }

    public Map<String, Long> failures() {
        return counts("failures");
    }

    public long total() {
        return requests().values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<String, Long> counts(String kind) {
        String path = "/api/v1/namespaces/" + namespace + "/services/target:80/proxy/__counts";
        try {
            JsonNode counts =
                    Api.JSON.readTree(cluster.kubectl("get", "--raw", path)).path(kind);
            Map<String, Long> sums = new TreeMap<>();
            counts.properties()
                    .forEach(entry -> sums.put(entry.getKey(), entry.getValue().asLong()));
            return sums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
