package io.loadplane.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.service.Bulkhead.Work;
import io.loadplane.testing.Api;
import io.loadplane.testing.CountingTarget;
import io.loadplane.testing.Requests;
import io.loadplane.testing.Runs;
import io.loadplane.testing.TestService;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work that computes for long keeps only its own kind waiting. */
class BulkheadTest {

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger computing = new AtomicInteger();

    @AfterEach
    void end() {
        over.set(true);
    }

    @Test
    void readiness_and_runs_go_on_while_all_places_compute() {
        try (TestService service = TestService.start(Map.of("loadplane.work-timeout", "5s"));
                CountingTarget target = CountingTarget.start()) {
            Api api = service.api();
            String run = new Runs(api).start(Requests.loadTest(target, "3s"));

            saturate(service.bean(Bulkhead.class), Work.RESULTS);
            assertThat(api.post("/loadtests/validate", Requests.loadTest()).status())
                    .isEqualTo(200);
            saturate(service.bean(Bulkhead.class), Work.CHECKS);
            AtomicInteger answered = new AtomicInteger();
            for (int i = 0; i < 20; i++) {
                Thread.startVirtualThread(() -> {
                    api.get("/runs/%s/stats".formatted(run));
                    answered.incrementAndGet();
                });
            }

            assertThat(api.get("/health/readiness").status()).isEqualTo(200);
            assertThat(api.get("/runs/" + run).status()).isEqualTo(200);
            assertThat(answered).as("those that wait").hasValue(0);
            assertThat(new Runs(api).awaitEnd(run).path("status").asText()).isEqualTo("completed");
            assertThat(List.of(
                            api.get("/runs/%s/stats".formatted(run)),
                            api.post("/loadtests/validate", Requests.loadTest())))
                    .allSatisfy(refused -> {
                        assertThat(refused.json(503).path("code").asText()).isEqualTo("took_too_long");
                        assertThat(refused.header("Retry-After")).isNotNull();
                    });
        }
    }

    @Test
    void who_finds_no_place_to_wait_is_told_to_come_back() {
        Bulkhead bulkhead = new Bulkhead(Duration.ofMinutes(1));
        try {
            saturate(bulkhead, Work.CHECKS);
            Queue<String> refusals = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < Bulkhead.QUEUE + 1; i++) {
                Thread.startVirtualThread(() -> {
                    try {
                        bulkhead.run(Work.CHECKS, () -> "late");
                    } catch (ControlPlaneException e) {
                        refusals.add(e.code());
                    }
                });
            }

            await().until(refusals::peek, "too_busy"::equals);
        } finally {
            over.set(true);
            bulkhead.close();
        }
    }

    @Test
    void what_goes_wrong_is_told_as_it_is() {
        Bulkhead bulkhead = new Bulkhead(Duration.ofSeconds(20));
        ControlPlaneException failure = ControlPlaneException.conflict("a", "b");

        assertThatThrownBy(() -> bulkhead.run(Work.CHECKS, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
    }

    /** Every place computes, and takes a processor while it does. */
    private void saturate(Bulkhead bulkhead, Work work) {
        for (int i = 0; i < Bulkhead.PLACES; i++) {
            Thread.startVirtualThread(() -> {
                try {
                    bulkhead.run(work, this::compute);
                } catch (ControlPlaneException e) {
                    // Told so after the limit; the work goes on.
                }
            });
        }
        await().until(() -> computing.getAndUpdate(count -> count == Bulkhead.PLACES ? 0 : count) == Bulkhead.PLACES);
    }

    private long compute() {
        computing.incrementAndGet();
        long steps = 0;
        while (!over.get()) {
            steps++;
        }
        return steps;
    }
}
