package io.loadplane.receiver;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.loadplane.model.webhook.PrivateTargets;
import io.loadplane.model.webhook.Receivers;
import io.micronaut.context.exceptions.ConfigurationException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLException;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Receivers over HTTP. Of an answer only the status is read. Redirects are not followed, proxies are not used: either
 * would lead past the address that was permitted.
 */
@Singleton
class HttpReceivers implements Receivers {

    private static final JsonMapper JSON = new JsonMapper();
    private static final MediaType TYPE = MediaType.get("application/json");
    private static final String MAC = "HmacSHA256";

    private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();
    private final PrivateTargets targets;
    private final Duration timeout;
    private final Clock clock;
    private final OkHttpClient client;

    HttpReceivers(ReceiverSettings settings, Clock clock) {
        this.targets = targets(settings.allowedPrivateTargets());
        this.timeout = settings.timeout();
        this.clock = clock;
        this.client = new OkHttpClient.Builder()
                .socketFactory(new GuardedSockets(targets))
                .dns(this::addresses)
                .proxy(Proxy.NO_PROXY)
                .followRedirects(false)
                .followSslRedirects(false)
                .retryOnConnectionFailure(false)
                // A connection that is kept would be one more thing that can be broken at the next attempt.
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
                .protocols(List.of(Protocol.HTTP_1_1))
                .callTimeout(timeout)
                .build();
    }

    private static PrivateTargets targets(String text) {
        try {
            return PrivateTargets.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("loadplane.webhooks.allowed-private-targets: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<String> refusal(String url) {
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            return Optional.of("cannot be understood");
        }
        try {
            return addresses(parsed.host()).stream().allMatch(targets::permit)
                    ? Optional.empty()
                    : Optional.of("cannot be called: " + GuardedSockets.SENTENCE);
        } catch (UnknownHostException e) {
            return Optional.of("names a host that cannot be found");
        }
    }

    @Override
    public Answer send(Message message) {
        try (Response response = client.newCall(request(message)).execute()) {
            return new Answer(response.code(), response.isSuccessful() ? null : error(response));
        } catch (IOException e) {
            return new Answer(null, sentence(e));
        } catch (IllegalArgumentException e) {
            return new Answer(null, "the URL cannot be called");
        }
    }

    private Request request(Message message) throws IOException {
        byte[] body = JSON.writeValueAsBytes(message.body());
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return new Request.Builder()
                .url(message.url())
                .header("User-Agent", "Loadplane")
                .header("Loadplane-Event", message.event().word())
                .header("Loadplane-Delivery", message.id().value())
                .header("Loadplane-Timestamp", timestamp)
                .header("Loadplane-Signature", "v1=" + signature(message.secret(), timestamp, body))
                .post(RequestBody.create(body, TYPE))
                .build();
    }

    private static String signature(String secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), MAC));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Looking up cannot be interrupted, so it is left behind when it takes too long. */
    private List<InetAddress> addresses(String host) throws UnknownHostException {
        CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
        lookups.execute(() -> {
            try {
                lookup.complete(List.of(InetAddress.getAllByName(host)));
            } catch (UnknownHostException e) {
                lookup.completeExceptionally(e);
            }
        });
        try {
            return lookup.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnknownHostException(host);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException(host);
        }
    }

    private static String error(Response response) {
        return response.isRedirect() ? "it redirects, which is not followed" : "it answered " + response.code();
    }

    /** Nothing of what the receiver said: whoever reads it may not be meant to. */
    private String sentence(IOException failure) {
        return switch (failure) {
            case GuardedSockets.Refused ignored -> GuardedSockets.SENTENCE;
            case UnknownHostException ignored -> "its host cannot be found";
            case ConnectException ignored -> "nobody answers there";
            case InterruptedIOException ignored -> "no answer within " + timeout.toMillis() + " ms";
            case SSLException ignored -> "no secure connection can be made to it";
            default -> "the connection broke off";
        };
    }
}
