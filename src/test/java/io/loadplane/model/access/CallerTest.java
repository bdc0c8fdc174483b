package io.loadplane.model.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadplane.model.ControlPlaneException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallerTest {

    private final Caller caller = new Caller(
            "1",
            "ada",
            List.of(
                    new Grant(Role.PLATFORM, List.of("staging")),
                    new Grant(Role.TESTER, List.of("qa")),
                    new Grant(Role.VIEWER, List.of("prod", "qa"))));

    @Test
    void the_highest_role_in_an_environment_counts() {
        assertThat(caller.may(Action.OPERATE_RUNS, "qa")).isTrue();
        assertThat(caller.may(Action.OPERATE_RUNS, "prod")).isFalse();
        assertThat(caller.may(Action.CHANGE_ENVIRONMENT, "staging")).isTrue();
        assertThat(caller.sees("elsewhere")).isFalse();
    }

    @Test
    void a_reach_is_where_the_role_suffices() {
        assertThat(caller.reach(Action.SEE).environments()).containsExactlyInAnyOrder("staging", "qa", "prod");
        assertThat(caller.reach(Action.OPERATE_RUNS).environments()).containsExactlyInAnyOrder("staging", "qa");
        assertThat(caller.reach(Action.MANAGE_TOKENS).environments()).containsExactly("staging");
    }

    @Test
    void what_belongs_to_no_environment_takes_the_role_everywhere() {
        assertThat(caller.mayInAll(Action.SEE, List.of())).isFalse();
        assertThat(new Caller("2", "b", List.of(Grant.everywhere(Role.VIEWER))).mayInAll(Action.SEE, List.of()))
                .isTrue();
    }

    @Test
    void a_refusal_names_the_role_and_where_it_is_missing() {
        assertThatThrownBy(() -> caller.requireInAll(Action.MANAGE_CREDENTIALS, List.of("staging", "qa", "prod")))
                .isInstanceOf(ControlPlaneException.class)
                .hasMessage(
                        "To manage cluster credentials takes the role platform in the environments qa, prod, which this caller does not have.");
    }

    @Test
    void who_was_granted_nothing_reaches_nothing() {
        Caller nobody = new Caller("3", "c", List.of());

        assertThat(nobody.reach(Action.SEE).isNowhere()).isTrue();
        assertThat(nobody.mayEverywhere(Action.SEE)).isFalse();
    }
}
