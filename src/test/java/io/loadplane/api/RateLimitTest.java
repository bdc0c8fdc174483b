package io.loadplane.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.testing.Api;
import io.loadplane.testing.MovedClock;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nobody asks so often that others wait for it; six a minute, three at once, and two bad tokens. */
class RateLimitTest {

    private static final MovedClock CLOCK = new MovedClock(Clock.systemUTC().instant());

    private static TestService service;

    @BeforeAll
    static void start() {
        service = TestService.start(
                Map.of(
                        "loadplane.rate-limit.requests-per-minute", 6,
                        "loadplane.rate-limit.burst", 3,
                        "loadplane.rate-limit.failures-per-minute", 2,
                        "loadplane.trusted-proxies", "127.0.0.0/8, 10.9.0.1"),
                CLOCK);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void letTimePass() {
        CLOCK.moveTo(CLOCK.instant().plusSeconds(120));
    }

    @Test
    void who_asks_too_often_is_told_when_to_ask_again() {
        Api caller = Tokens.caller(service, "viewer");

        assertThat(statuses(caller, 5)).containsExactly(200, 200, 200, 429, 429);

        Api.Answer refused = caller.get("/runs");
        assertThat(refused.json(429).path("code").asText()).isEqualTo("rate_limited");
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(refused.header("Retry-After")).isEqualTo("10");
        CLOCK.moveTo(
                CLOCK.instant().plusSeconds(Integer.parseInt(Objects.requireNonNull(refused.header("Retry-After")))));
        assertThat(statuses(caller, 2)).containsExactly(200, 429);
    }

    @Test
    void everybody_has_a_limit_of_their_own_and_health_has_none() {
        Api one = Tokens.caller(service, "viewer");
        Api other = Tokens.caller(service, "viewer");
        Api stranger = service.stranger();

        statuses(one, 4);

        assertThat(statuses(other, 3)).containsOnly(200);
        assertThat(IntStream.range(0, 4).mapToObj(i -> stranger.get("/openapi").status()))
                .containsExactly(200, 200, 200, 429);
        assertThat(IntStream.range(0, 20).mapToObj(i -> stranger.get("/health").status()))
                .containsOnly(200);
    }

    @Test
    void who_guesses_tokens_is_shut_out_and_who_shares_the_address_is_not() {
        Api known = Tokens.caller(service, "viewer");
        statuses(known, 1);
        Api guesser = service.caller("lp_" + "0".repeat(26) + "_" + "0".repeat(64));

        assertThat(statuses(guesser, 4)).containsExactly(401, 401, 429, 429);

        assertThat(statuses(service.caller("something else"), 1)).containsExactly(429);
        assertThat(statuses(known, 2)).containsOnly(200);
        CLOCK.moveTo(CLOCK.instant().plusSeconds(30));
        assertThat(statuses(guesser, 2)).containsExactly(401, 429);
    }

    @Test
    void what_a_trusted_proxy_says_tells_addresses_apart_and_nobody_can_forge_it() {
        Api guesser = service.caller("nonsense");

        for (String address : new String[] {"198.51.100.1", "198.51.100.2", "2001:db8::1"}) {
            assertThat(IntStream.range(0, 3).mapToObj(i -> from(guesser, "9.9.9." + i + ", " + address + ", 10.9.0.1")))
                    .containsExactly(401, 401, 429);
        }
        assertThat(from(guesser, "2001:db8::2")).isEqualTo(429);
    }

    private static int from(Api caller, String forwarded) {
        return caller.send("GET", "/runs", null, "X-Forwarded-For", forwarded).status();
    }

    private static int[] statuses(Api caller, int count) {
        return IntStream.range(0, count).map(i -> caller.get("/runs").status()).toArray();
    }
}
