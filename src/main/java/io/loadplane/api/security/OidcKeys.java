package io.loadplane.api.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.loadplane.model.ControlPlaneException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.AsyncSingleResultPublisher;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.token.jwt.signature.ReactiveSignatureConfiguration;
import io.micronaut.security.token.jwt.signature.jwks.JwkValidator;
import io.micronaut.security.token.jwt.signature.jwks.JwksSignatureUtils;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The public keys of the OIDC provider. The last ones that came stay good for as long as no others come. */
@Singleton
@Requires(bean = OidcSettings.class)
class OidcKeys implements ReactiveSignatureConfiguration<SignedJWT> {

    /** What the provider takes back is accepted no longer than that while it answers. */
    static final Duration KEPT = Duration.ofSeconds(60);

    /** After a failure; until then nobody waits for the provider. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** From looking the host up to the last byte. */
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_ANSWER = 1 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(OidcKeys.class);

    private final OidcSettings settings;
    private final JwkValidator validator;
    private final ExecutorService blocking;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(TIMEOUT)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known = new Known(null, Instant.EPOCH, true);

    OidcKeys(
            OidcSettings settings,
            JwkValidator validator,
            @Named(TaskExecutors.BLOCKING) ExecutorService blocking,
            Clock clock) {
        this.settings = settings;
        this.validator = validator;
        this.blocking = blocking;
        this.clock = clock;
    }

    /**
     * What came, or did not.
     *
     * @param keys the last that came; null when none ever did
     * @param until when the provider is asked again
     * @param answered whether it answered when it was asked last
     */
    private record Known(@Nullable JWKSet keys, Instant until, boolean answered) {}

    @PreDestroy
    void close() {
        client.shutdownNow();
    }

    @Override
    public Publisher<Boolean> verify(SignedJWT token) {
        return new AsyncSingleResultPublisher<>(blocking, () -> isSigned(token));
    }

    private boolean isSigned(SignedJWT token) {
        try {
            return JwksSignatureUtils.verify(token, current(), validator);
        } catch (JOSEException e) {
            LOG.atDebug().setCause(e).log("token refused");
            return false;
        }
    }

    private JWKSet current() {
        if (isOld(known)) {
            refresh();
        }
        JWKSet keys = known.keys();
        if (keys == null) {
            throw new ControlPlaneException(
                    ControlPlaneException.Kind.UNAVAILABLE,
                    "identity_provider_unavailable",
                    "The keys of the identity provider cannot be read now, so its tokens cannot be checked; API tokens can.");
        }
        return keys;
    }

    /** One asks. Whoever has keys goes on with those meanwhile, and whoever has none waits. */
    private void refresh() {
        if (known.keys() == null) {
            asking.lock();
        } else if (!asking.tryLock()) {
            return;
        }
        try {
            if (isOld(known)) {
                known = next(known);
            }
        } finally {
            asking.unlock();
        }
    }

    private boolean isOld(Known some) {
        return !clock.instant().isBefore(some.until());
    }

    private Known next(Known before) {
        try {
            JWKSet keys = JWKSet.parse(new String(ask(), StandardCharsets.UTF_8));
            if (keys.isEmpty()) {
                throw new IOException("there is no key among them");
            }
            if (!before.answered()) {
                LOG.info("the keys of the identity provider can be read again");
            }
            return new Known(keys, clock.instant().plus(KEPT), true);
        } catch (IOException | ParseException e) {
            if (before.answered()) {
                LOG.warn(
                        "the keys of the identity provider cannot be read from {}: {}; {}",
                        settings.keys(),
                        e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage(),
                        before.keys() == null ? "its tokens open nothing until then" : "those read last stay good");
            }
            return new Known(before.keys(), clock.instant().plus(PAUSE), false);
        }
    }

    private byte[] ask() throws IOException {
        HttpRequest request = HttpRequest.newBuilder(settings.keys()).build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_ANSWER));
        try {
            HttpResponse<byte[]> response = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw new IOException("it answers with " + response.statusCode());
            }
            return response.body();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within %d s".formatted(TIMEOUT.toSeconds()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            answer.cancel(true);
        }
    }
}
