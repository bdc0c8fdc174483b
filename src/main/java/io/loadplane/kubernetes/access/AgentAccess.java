package io.loadplane.kubernetes.access;

import io.kubernetes.client.PortForward;
import io.kubernetes.client.openapi.ApiException;
import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.AgentReply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.SocketFactory;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Talks to agents through the API server: by the pod proxy, which needs a way from the control plane to the pod's port,
 * or where that is blocked by port-forward, which takes the kubelet's way.
 */
public final class AgentAccess {

    public static final int PORT = 8089;

    private static final byte[] STATUS = "{\"kind\":\"Status\"".getBytes(StandardCharsets.UTF_8);
    private static final int MAX_BODY = 64 << 20;
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** A blocked way is tried again now and then: somebody may have opened it. */
    private static final Duration BLOCKED_FOR = Duration.ofMinutes(5);

    /** Whoever does not answer that early has not come up yet; the other way would find the same. */
    private static final Duration STARTING = Duration.ofSeconds(5);

    private final Map<String, Instant> blocked = new ConcurrentHashMap<>();

    /** One call to the agent in a pod; silence when neither way leads to it. */
    public AgentReply call(Connection connection, Pod pod, AgentCall call, Instant now) {
        Instant until = blocked.get(connection.server());
        if (until == null || now.isAfter(until)) {
            AgentReply reply = byProxy(connection, pod, call);
            if (reply.status() != 0) {
                blocked.remove(connection.server());
                return reply;
            }
        }
        if (until == null && now.isBefore(pod.startedAt().plus(STARTING))) {
            return AgentReply.SILENCE;
        }
        AgentReply reply = byPortForwardInTime(connection, pod, call);
        if (reply.status() != 0) {
            blocked.put(connection.server(), now.plus(BLOCKED_FOR));
        }
        return reply;
    }

    /**
     * The pod of an agent.
     *
     * @param token opens the agent
     * @param startedAt when its container started, as far as known
     */
    public record Pod(String namespace, String name, String token, Instant startedAt) {}

    /** Whether the pod answers by the pod proxy; it may answer anything. */
    public boolean answersByProxy(Connection connection, Pod pod) {
        return byProxy(connection, pod, AgentCall.STATS).status() != 0;
    }

    /** Whether the pod answers by port-forward; it may answer anything. */
    public boolean answersByPortForward(Connection connection, Pod pod) {
        return byPortForwardInTime(connection, pod, AgentCall.STATS).status() != 0;
    }

    private static AgentReply byProxy(Connection connection, Pod pod, AgentCall call) {
        String path = Resource.PODS.path(pod.namespace(), pod.name() + ":" + PORT) + "/proxy" + call.path();
        Connection.Answer answer = connection.throughProxy(
                call.method(), path, Map.of(AgentCall.TOKEN_HEADER, pod.token(), "Accept", "*/*"));
        if (answer == null) {
            return AgentReply.SILENCE;
        }
        // The API server's own words, not the agent's: it cannot get through, or there is no such pod.
        boolean own = answer.status() >= 500 || answer.startsWith(STATUS);
        if (answer.status() == 403 || answer.status() == 401) {
            throw Refusals.refused("reach the agent through the pod proxy", answer.status(), answer.text());
        }
        return own ? AgentReply.SILENCE : new AgentReply(answer.status(), answer.body());
    }

    /** The client waits for streams without an end. */
    private static AgentReply byPortForwardInTime(Connection connection, Pod pod, AgentCall call) {
        FutureTask<AgentReply> task = new FutureTask<>(() -> byPortForward(connection, pod, call));
        Thread thread = Thread.ofVirtual().name("port-forward").start(task);
        try {
            return task.get(2 * ANSWER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return AgentReply.SILENCE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return AgentReply.SILENCE;
        } finally {
            thread.interrupt();
        }
    }

    private static AgentReply byPortForward(Connection connection, Pod pod, AgentCall call) {
        try (PortForward.PortForwardResult forward =
                new PortForward(connection.client()).forward(pod.namespace(), pod.name(), List.of(PORT))) {
            OkHttpClient client = new OkHttpClient.Builder()
                    .socketFactory(new ForwardedSockets(forward))
                    .protocols(List.of(Protocol.HTTP_1_1))
                    .callTimeout(ANSWER)
                    .build();
            Request request = new Request.Builder()
                    .url("http://127.0.0.1:" + PORT + call.path())
                    .header(AgentCall.TOKEN_HEADER, pod.token())
                    .header("Connection", "close")
                    .method(call.method(), call.method().equals("GET") ? null : RequestBody.create(new byte[0], null))
                    .build();
            try (Response response = client.newCall(request).execute()) {
                return new AgentReply(
                        response.code(), response.body().byteStream().readNBytes(MAX_BODY));
            }
        } catch (ApiException | IOException | IllegalStateException e) {
            // The client reports a stream that was closed before its time as an illegal state.
            return AgentReply.SILENCE;
        }
    }

    /** Sockets whose other end is the pod. */
    private static final class ForwardedSockets extends SocketFactory {

        private final PortForward.PortForwardResult forward;

        ForwardedSockets(PortForward.PortForwardResult forward) {
            this.forward = forward;
        }

        @Override
        public Socket createSocket() {
            return new ForwardedSocket(forward);
        }

        @Override
        public Socket createSocket(String host, int port) {
            return createSocket();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            return createSocket();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            return createSocket();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            return createSocket();
        }
    }

    /** A socket that is connected by the port-forward alone. */
    private static final class ForwardedSocket extends Socket {

        private final PortForward.PortForwardResult forward;

        ForwardedSocket(PortForward.PortForwardResult forward) {
            this.forward = forward;
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) {
            // The port-forward is the connection.
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return forward.getInputStream(PORT);
        }

        @Override
        public OutputStream getOutputStream() {
            return forward.getOutboundStream(PORT);
        }

        @Override
        public synchronized void close() throws IOException {
            forward.close();
        }

        @Override
        public void setSoTimeout(int timeout) {
            // The call as a whole has a timeout.
        }

        @Override
        public boolean isConnected() {
            return true;
        }
    }
}
