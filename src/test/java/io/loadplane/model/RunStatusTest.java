package io.loadplane.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadplane.model.run.RunStatus;
import io.loadplane.testing.Fixtures;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RunStatusTest {

    @Test
    void a_terminal_run_goes_nowhere() {
        assertThat(Arrays.stream(RunStatus.values()).filter(RunStatus::isTerminal))
                .containsExactly(RunStatus.COMPLETED, RunStatus.STOPPED, RunStatus.FAILED)
                .allSatisfy(terminal -> assertThat(RunStatus.values()).noneMatch(terminal::canBecome));
    }

    @Test
    void no_run_goes_back() {
        for (RunStatus from : RunStatus.values()) {
            for (RunStatus to : RunStatus.values()) {
                assertThat(from.canBecome(to) && to.compareTo(from) <= 0).isFalse();
            }
        }
    }

    @Test
    void every_run_can_still_fail() {
        assertThat(Arrays.stream(RunStatus.values()).filter(status -> !status.isTerminal()))
                .allSatisfy(
                        status -> assertThat(status.canBecome(RunStatus.FAILED)).isTrue());
    }

    @Test
    void an_illegal_move_cannot_be_made() {
        assertThatThrownBy(() -> Fixtures.queuedRun().become(RunStatus.COMPLETED, null, Fixtures.NOON))
                .hasMessageContaining("cannot go from QUEUED to COMPLETED");
    }
}
