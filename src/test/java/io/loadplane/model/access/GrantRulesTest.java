package io.loadplane.model.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GrantRulesTest {

    @Test
    void a_group_means_a_role_everywhere_or_in_some_environments() {
        GrantRules rules = GrantRules.parse("admins=platform; cn=shop,ou=x = tester@staging, qa ;cn=shop,ou=x=viewer;")
                .orElseThrow();

        assertThat(rules.of(List.of("admins"))).containsExactly(Grant.everywhere(Role.PLATFORM));
        assertThat(rules.of(List.of("cn=shop,ou=x", "cn=shop,ou=x", "none")))
                .containsExactly(new Grant(Role.TESTER, List.of("staging", "qa")), Grant.everywhere(Role.VIEWER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", ";"})
    void no_rules_are_rules_too(String text) {
        assertThat(GrantRules.parse(text).orElseThrow().byGroup()).isEmpty();
    }

    /** Above all, a rule whose environments were lost must not hold everywhere. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "admins",
                "=platform",
                "admins=",
                "admins=root",
                "admins=platform@",
                "admins=tester@a,,b",
                "admins=tester@a@b",
                "admins=tester@*",
                "good=viewer; bad"
            })
    void half_understood_rules_are_refused(String text) {
        assertThat(GrantRules.parse(text)).isEmpty();
    }
}
