package io.loadplane.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.loadplane.model.ControlPlaneException;
import io.loadplane.testing.IdentityProvider;
import io.loadplane.testing.MovedClock;
import io.micronaut.security.token.jwt.signature.jwks.DefaultJwkValidator;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** A provider that is away takes nothing away that was known, and holds nobody up. */
class OidcKeysTest {

    private final IdentityProvider provider = new IdentityProvider();
    private final MovedClock clock = new MovedClock(Instant.now());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final OidcKeys keys = new OidcKeys(
            new OidcSettings("https://id.example", "loadplane", provider.keys(), "sub", "groups", "a=viewer"),
            new DefaultJwkValidator(),
            threads,
            clock);

    @AfterEach
    void close() {
        keys.close();
        threads.close();
        provider.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {503, 404})
    void keys_that_came_once_stay_good(int status) {
        assertThat(isSigned()).isTrue();
        provider.answer(status);
        clock.moveTo(clock.instant().plus(OidcKeys.KEPT));

        boolean signed = isSigned();

        assertThat(signed).isTrue();
    }

    @Test
    void a_provider_that_never_answered_is_waited_for_once() {
        provider.answer(IdentityProvider.SILENCE);
        assertThatThrownBy(this::isSigned).isInstanceOf(ControlPlaneException.class);

        assertThat(Duration.ofSeconds(1)).satisfies(most -> {
            long start = System.nanoTime();
            assertThatThrownBy(this::isSigned).hasMessageContaining("identity provider");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(most);
        });

        provider.answer(200);
        clock.moveTo(clock.instant().plus(OidcKeys.PAUSE));
        assertThat(isSigned()).isTrue();
    }

    private boolean isSigned() {
        try {
            SignedJWT token = SignedJWT.parse(
                    provider.sign(new JWTClaimsSet.Builder().subject("u").build()));
            return Boolean.TRUE.equals(Mono.from(keys.verify(token)).block(Duration.ofSeconds(30)));
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
