package io.loadplane.local;

import io.loadplane.model.cluster.AgentCall;
import io.loadplane.model.cluster.AgentReply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Talks to agents over loopback. */
final class LocalAgent {

    private static final Duration CONNECT = Duration.ofSeconds(2);

    /** The agent shares one thread with Locust, which may be busy for a moment. */
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** More than any result we would store; a script can answer in the agent's place. */
    private static final long MAX_BODY = 64 << 20;

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    AgentReply call(int port, String token, AgentCall call) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + call.path()))
                .header(AgentCall.TOKEN_HEADER, token)
                .method(call.method(), HttpRequest.BodyPublishers.noBody())
                .timeout(ANSWER)
                .build();
        try {
            HttpResponse<byte[]> response = client.send(
                    request, HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofByteArray(), MAX_BODY));
            return new AgentReply(response.statusCode(), response.body());
        } catch (IOException e) {
            return AgentReply.SILENCE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return AgentReply.SILENCE;
        }
    }
}
