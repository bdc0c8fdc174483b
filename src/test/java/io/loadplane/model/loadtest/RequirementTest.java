package io.loadplane.model.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "requests",
                "requests==2.32.3",
                "requests >= 2.8.1, == 2.8.*",
                "requests[security,socks]>=2,<3",
                "requests [security] >= 2",
                "name(>=1.0)",
                "zope.interface~=7.0",
                "a",
                "A.B-C_D===1.0+local.1",
                "argparse;python_version<'2.7'",
                "name>=3; python_version >= \"3.8\" and sys_platform == 'linux'",
                "name; (python_version < '3') or platform_machine in 'x86_64 arm64'",
                "numpy!=1.5,>1"
            })
    void requirements_of_pep_508_are_accepted(String text) {
        assertThat(Requirement.check(text)).isEmpty();
    }

    /** pip ends lines where Java does not, and goes on with none of its comments. */
    @Test
    void pip_gets_just_the_lines_that_were_checked() {
        String requirements = "a==1 # ours\n# x \\\nb\n\n c [d] \\\n>= 2\r\n";

        Source source = new Source("", Map.of(), Map.of(), List.of(" e "), requirements);

        assertThat(source.requirementLines()).isEqualTo("e\na==1\nc [d]  >= 2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\u2028b",
                "a; os_name=='\u2029evil'",
                "a\u000bb",
                "a\fb",
                "a; os_name=='\u0085'",
                "https://a.test/b.whl\u2028--index-url=c",
                "a\u001cb",
                "a\nb"
            })
    void what_would_be_two_lines_for_pip_is_no_requirement(String text) {
        assertThat(Requirement.check(text)).map(Requirement.Refusal::code).contains("malformed_requirement");
    }

    @ParameterizedTest
    @CsvSource({
        "-r other.txt,pip_option",
        "--index-url=https://evil.example,pip_option",
        "-e .,pip_option",
        "./package,pip_url",
        "/tmp/package,pip_url",
        "../package,pip_url",
        "git+https://example.com/a.git,pip_url",
        "https://example.com/a.whl,pip_url",
        "name @ https://example.com/a.whl,pip_url",
        "name@file:///tmp/a,pip_url",
        "package.whl,pip_url",
        "'requests = 2.0',malformed_requirement",
        "requests==,malformed_requirement",
        "'two words',malformed_requirement",
        "'',malformed_requirement",
        "name;nonsense,malformed_requirement",
        "_private,malformed_requirement",
        "a$(touch x),malformed_requirement"
    })
    void anything_else_is_refused_with_its_kind(String text, String code) {
        assertThat(Requirement.check(text)).map(Requirement.Refusal::code).contains(code);
    }
}
