package io.loadplane.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.Page;
import io.loadplane.model.access.Grant;
import io.loadplane.model.access.Reach;
import io.loadplane.model.access.Role;
import io.loadplane.model.access.Token;
import io.loadplane.model.access.TokenId;
import io.loadplane.model.access.TokenStore;
import io.loadplane.model.access.TokenText;
import io.loadplane.testing.Fixtures;
import io.loadplane.testing.MovedClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TokenHoldersTest {

    private static final TokenText TEXT =
            new TokenText(new TokenId(TokenId.PREFIX + "0".repeat(25) + "1"), "a".repeat(64));

    private final MovedClock clock = new MovedClock(Fixtures.NOON);
    private final OneToken store = new OneToken();
    private final ExecutorService background = Executors.newSingleThreadExecutor();
    private final TokenHolders holders = new TokenHolders(store, background, clock);

    @Test
    void a_request_within_seconds_of_another_costs_no_query() {
        for (int i = 0; i < 100; i++) {
            assertThat(holders.find(TEXT.text())).isPresent();
        }

        assertThat(store.reads).isEqualTo(1);
    }

    @Test
    void what_another_replica_revoked_is_noticed_within_five_seconds() {
        assertThat(holders.find(TEXT.text())).isPresent();
        store.revokedAt = Fixtures.NOON;

        clock.moveTo(Fixtures.NOON.plusSeconds(5));

        assertThat(holders.find(TEXT.text())).isEmpty();
    }

    @Test
    void what_was_revoked_here_is_noticed_at_once() {
        assertThat(holders.find(TEXT.text())).isPresent();
        store.revokedAt = Fixtures.NOON;

        holders.forget(TEXT.id());

        assertThat(holders.find(TEXT.text())).isEmpty();
    }

    @Test
    void a_token_expires_at_its_moment_though_it_was_read_before() {
        store.expiresAt = Fixtures.NOON.plusSeconds(1);
        assertThat(holders.find(TEXT.text())).isPresent();

        clock.moveTo(Fixtures.NOON.plusSeconds(1));

        assertThat(holders.find(TEXT.text())).isEmpty();
    }

    @Test
    void the_right_id_with_another_secret_opens_nothing() {
        assertThat(holders.find(TEXT.text())).isPresent();

        assertThat(holders.find(new TokenText(TEXT.id(), "b".repeat(64)).text()))
                .isEmpty();
    }

    @Test
    void a_clock_that_is_set_back_does_not_keep_what_was_read() {
        assertThat(holders.find(TEXT.text())).isPresent();
        store.revokedAt = Fixtures.NOON;

        clock.moveTo(Fixtures.NOON.minusSeconds(3600));

        assertThat(holders.find(TEXT.text())).isEmpty();
    }

    @Test
    void the_last_use_is_written_once_a_minute() throws InterruptedException {
        for (int second = 0; second <= 150; second++) {
            clock.moveTo(Fixtures.NOON.plusSeconds(second));
            assertThat(holders.find(TEXT.text())).isPresent();
            settle();
        }

        assertThat(store.uses)
                .containsExactly(Fixtures.NOON, Fixtures.NOON.plusSeconds(61), Fixtures.NOON.plusSeconds(122));
    }

    @Test
    void whoever_cannot_be_noted_is_let_in_all_the_same() throws InterruptedException {
        store.full = true;

        assertThat(holders.find(TEXT.text())).isPresent();

        settle();
        assertThat(store.uses).isEmpty();
    }

    private void settle() throws InterruptedException {
        var done = background.submit(() -> {});
        while (!done.isDone()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static final class OneToken implements TokenStore {

        private int reads;
        private @Nullable Instant revokedAt;
        private @Nullable Instant expiresAt;
        private volatile boolean full;
        private final List<Instant> uses = new ArrayList<>();

        @Override
        public Optional<Token> find(TokenId id) {
            reads++;
            Instant used = uses.isEmpty() ? null : uses.getLast();
            return Optional.of(new Token(
                            TEXT.id(),
                            "ci",
                            Grant.everywhere(Role.VIEWER),
                            TEXT.hash(),
                            Fixtures.NOON.minus(Duration.ofDays(1)),
                            "bootstrap",
                            expiresAt,
                            used,
                            revokedAt))
                    .filter(token -> token.id().equals(id));
        }

        @Override
        public void markUsed(TokenId id, Instant now, Instant since) {
            if (full) {
                throw new IllegalStateException("the disk is full");
            }
            uses.add(now);
        }

        @Override
        public boolean insert(Token token) {
            return false;
        }

        @Override
        public Page<Token> list(Reach reach, Page.Request page) {
            return new Page<>(List.of(), null);
        }

        @Override
        public boolean revoke(TokenId id, Instant now) {
            revokedAt = now;
            return true;
        }

        @Override
        public boolean anyActive(Instant now) {
            return revokedAt == null;
        }
    }
}
