package io.loadplane.api.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.api.audit.RefusalLog.Attempt;
import io.loadplane.model.Ids;
import io.loadplane.model.Page;
import io.loadplane.model.access.Caller;
import io.loadplane.model.access.Reach;
import io.loadplane.model.audit.AuditEntry;
import io.loadplane.model.audit.AuditEntry.Refusal;
import io.loadplane.model.audit.AuditEntry.Subject;
import io.loadplane.model.audit.AuditEntry.Who;
import io.loadplane.model.audit.AuditStore;
import io.loadplane.testing.MovedClock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Refusals are written down, but not so often that it hurts. */
class RefusalLogTest {

    private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

    private final MovedClock clock = new MovedClock(NOON);
    private final List<AuditEntry> written = new ArrayList<>();
    private final RefusalLog log = new RefusalLog(new Entries(), new Ids(clock, new Random(1)), Runnable::run);

    @Test
    void the_first_is_written_at_once_and_the_same_again_summed_up_after_a_minute() {
        for (int i = 0; i < 100; i++) {
            clock.moveTo(NOON.plusMillis(i));
            log.note(attempt("10.0.0.1", "stop_run", "run"));
        }
        assertThat(written).extracting(AuditEntry::times).containsExactly(1);

        clock.moveTo(NOON.plusSeconds(61));
        log.sumUp();

        assertThat(written).extracting(AuditEntry::times).containsExactly(1, 99);
        assertThat(written.getLast().at()).isEqualTo(NOON.plusMillis(99));
        assertThat(written.getLast().subject().environments()).containsExactly("staging");
    }

    @Test
    void what_comes_after_a_minute_is_new() {
        log.note(attempt("10.0.0.1", "stop_run", "run"));
        clock.moveTo(NOON.plusSeconds(61));
        log.sumUp();

        log.note(attempt("10.0.0.1", "stop_run", "run"));

        assertThat(written).extracting(AuditEntry::times).containsExactly(1, 1);
    }

    @Test
    void who_tries_everything_is_one_who_tried_several_things() {
        for (int i = 0; i < 10_000; i++) {
            log.note(attempt("10.0.0.1", "stop_run", "run-" + i));
        }
        clock.moveTo(NOON.plusSeconds(61));
        log.sumUp();

        assertThat(written).hasSize(RefusalLog.KINDS_OF_ONE + 2);
        assertThat(written.getLast().action()).isEqualTo("several");
        assertThat(written.getLast().caller().address()).isEqualTo("10.0.0.1");
        assertThat(written.stream().mapToInt(AuditEntry::times).sum()).isEqualTo(10_000);
    }

    @Test
    void a_flood_from_everywhere_fills_nothing() {
        for (int i = 0; i < 10_000; i++) {
            log.note(attempt("10.0.%d.%d".formatted(i / 250, i % 250), "stop_run", "run"));
        }
        clock.moveTo(NOON.plusSeconds(61));
        log.sumUp();

        assertThat(written).hasSizeLessThanOrEqualTo(RefusalLog.KINDS + 2);
        assertThat(written.stream().mapToInt(AuditEntry::times).sum()).isEqualTo(10_000);
    }

    private static Attempt attempt(String address, String action, String object) {
        Who nobody = new Who(Caller.Kind.NOBODY, "nobody", "nobody", address);
        return new Attempt(
                nobody, action, new Subject("run", object, null, List.of()), new Refusal(401, "unauthorized"));
    }

    private final class Entries implements AuditStore {

        @Override
        public void append(AuditEntry entry) {
            written.add(entry);
        }

        @Override
        public List<String> environmentsOf(String objectId) {
            return List.of("staging");
        }

        @Override
        public Page<AuditEntry> list(Filter filter, Reach reach, Page.Request page) {
            return new Page<>(written, null);
        }
    }
}
