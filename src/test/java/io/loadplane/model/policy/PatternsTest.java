package io.loadplane.model.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadplane.model.Wildcard;
import io.loadplane.model.loadtest.ImageReference;
import io.loadplane.model.loadtest.PackageNames;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an entry of a policy has in it, and what only looks so. */
class PatternsTest {

    @ParameterizedTest(name = "{0} allows {1}: {2}")
    @CsvSource(textBlock = """
                    *,                       http://anywhere.example,             true
                    shop.example,            https://shop.example,                true
                    shop.example,            https://shop.example:8443/base?a=b,  true
                    shop.example,            HTTPS://SHOP.Example./,              true
                    Shop.Example.,           https://shop.example,                true
                    shop.example,            https://user:secret@shop.example,    true
                    shop.example,            https://shop.example@evil.example,   false
                    shop.example,            https://shop.example.evil.example,   false
                    shop.example,            https://evil.example/shop.example,   false
                    shop.example,            https://evil.example#@shop.example,  false
                    shop.example,            https://myshop.example,              false
                    *.shop.example,          https://a.b.shop.example,            true
                    *.shop.example,          https://shop.example,                false
                    shop.example:8443,       https://shop.example:8443,           true
                    shop.example:8443,       https://shop.example,                false
                    shop.example:443,        https://shop.example,                true
                    shop.example:80,         http://shop.example,                 true
                    https://shop.example,    https://shop.example:8443,           true
                    https://shop.example,    http://shop.example,                 false
                    test_shop,               http://test_shop:8080,               true
                    cafe:443,                https://cafe,                        true
                    10.0.0.0/8,              http://10.1.2.3:8080,                true
                    10.0.0.0/8,              http://11.1.2.3,                     false
                    10.0.0.0/8,              http://ten.example,                  false
                    10.0.0.0/8,              http://user@10.1.2.3,                true
                    10.0.0.0/8,              http://[::ffff:10.1.2.3]:80,         true
                    10.1.2.3,                http://10.1.2.3,                     true
                    10.1.2.3,                http://10.1.2.4,                     false
                    10.64.0.0/10,            http://10.127.255.255,               true
                    10.64.0.0/10,            http://10.128.0.0,                   false
                    0.0.0.0/0,               http://192.0.2.1,                    true
                    0.0.0.0/0,               http://[fd00::1],                    false
                    fd00::/8,                http://[fd12::1]:8080,               true
                    fd00::/8,                http://[fe80::1],                    false
                    shop.example,            http://2130706433,                   false
                    """)
    void a_target_host_is_where_requests_go(String entry, String url, boolean allowed) {
        assertThat(entry.equals("*") || TargetHost.reads(entry).test(url)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    10.0.0.1/8           | the range is "10.0.0.0/8"
                    fd00::1/8            | range
                    10.0.0.0/33          | must be 0 to 32
                    10.0.0.0/            | must be 0 to 32
                    10.0.0.0/8/8         | must be 0 to 32
                    300.0.0.0/8          | no range
                    10.0.0/8             | no range
                    shop.example/path    | no range
                    10.0.*               | as a range
                    *.1                  | as a range
                    http://10.0.0.1      | as a range
                    10.0.0.1:80          | as a range
                    https://             | no host
                    ftp://shop.example   | no host
                    shop.example:port    | no host
                    """)
    void an_entry_that_would_not_do_what_it_says_is_refused(String entry, String message) {
        assertThatThrownBy(() -> TargetHost.parse(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest(name = "{0} allows {1}: {2}")
    @CsvSource(textBlock = """
                    locustio/locust:2.*,      locustio/locust:2.47.0,                   true
                    locustio/locust:2.*,      docker.io/locustio/locust:2.47.0,         true
                    locustio/locust:2.*,      index.docker.io/locustio/locust:2.47.0,   true
                    docker.io/locustio/*,     locustio/locust:2.47.0,                   true
                    locustio/locust:2.*,      locustio/locust,                          false
                    locustio/locust:2.*,      evil.example/locustio/locust:2.47.0,      false
                    python:*,                 library/python:3.13,                      true
                    docker.io/library/*,      python:3.13,                              true
                    registry.example/team/*,  registry.example/team/locust@sha256:abc,  true
                    registry.example/team/*,  registry.example/other/locust,            false
                    locustio/locust:2.4*,     locustio/locust:2.47.0@sha256:abc,        false
                    locustio/locust:*,        locustio/locust@sha256:abc,               false
                    locustio/locust:2.4*@*,   locustio/locust:2.47.0@sha256:abc,        true
                    host:5000/team/*,         host:5000/team/locust@sha256:abc,         true
                    localhost/*,              localhost/locust,                         true
                    docker.io/*,              localhost/locust,                         false
                    docker.io/*,              Registry/locust,                          false
                    docker.io/*,              host:5000/locust,                         false
                    """)
    void an_image_is_the_same_in_short_and_in_full(String pattern, String image, boolean allowed) {
        assertThat(ImageName.matches(pattern, image)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(textBlock = """
                    locust,                                                      true
                    locustio/locust:2.47.0,                                      true
                    host:5000/a/b__c/d-e.f:V_1,                                  true
                    Registry/locust,                                             true
                    a.example/b:1@sha256:0123456789abcdef0123456789abcdef,       true
                    locustio/locust:2.4/../../evil:2.47,                         false
                    locustio/../evil,                                            false
                    a//b,                                                        false
                    a/,                                                          false
                    a:,                                                          false
                    a:b:c,                                                       false
                    a@b@sha256:0123456789abcdef0123456789abcdef,                 false
                    a@sha256:abc,                                                false
                    a/B,                                                         false
                    https://a.example/b,                                         false
                    """)
    void an_image_is_what_runtimes_understand(String image, boolean understood) {
        assertThat(ImageReference.matches(image)).isEqualTo(understood);
    }

    @ParameterizedTest(name = "{0} allows {1}={3} {2} {4}: {5}")
    @CsvSource(textBlock = """
                    dedicated,                 dedicated, Equal,  load,  NoSchedule, true
                    dedicated,                 dedicated, Exists, '',    '',         true
                    dedicated=load,            dedicated, '',     load,  '',         true
                    dedicated=load,            dedicated, Exists, '',    '',         false
                    dedicated=load,            dedicated, Equal,  other, '',         false
                    dedicated=lo*,             dedicated, Exists, '',    '',         false
                    dedicated=load:NoSchedule, dedicated, Equal,  load,  NoSchedule, true
                    dedicated=load:NoSchedule, dedicated, Equal,  load,  '',         false
                    dedicated:NoSchedule,      dedicated, Exists, '',    NoExecute,  false
                    dedicated,                 '',        Exists, '',    '',         false
                    example.com/*,             example.com/a, Gt, 5,     '',         true
                    example.com/a=5,           example.com/a, Gt, 5,     '',         false
                    """)
    void a_toleration_is_allowed_when_all_that_it_tolerates_is(
            String entry, String key, String operator, String value, String effect, boolean allowed) {
        Map<String, String> toleration = Map.of("key", key, "value", value, "effect", effect);
        Map<String, String> whole = new HashMap<>(toleration);
        if (!operator.isEmpty()) {
            whole.put("operator", operator);
        }

        String asked = Toleration.of(whole).toString();

        assertThat(Toleration.matches(entry, asked)).isEqualTo(allowed);
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
                    requests                                | requests
                    Requests_Toolbelt == 1.0                | requests-toolbelt
                    zope...interface[test]>=5; os_name=="a" | zope-interface
                    requests @ https://evil.example/a.whl   | requests @ https://evil.example/a.whl
                    git+https://evil.example/requests       | git+https://evil.example/requests
                    """)
    void a_package_has_one_name_however_it_is_written(String requirement, String name) {
        assertThat(PackageNames.of(requirement)).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b", "a/b", "a\\Eb", "a(b", ""})
    void what_is_no_star_stands_for_itself(String name) {
        assertThat(Wildcard.matches(name, name)).isTrue();
        assertThat(Wildcard.matches(name, name + "x")).isFalse();
        assertThat(Wildcard.matches(name + "*", name + "x")).isTrue();
    }
}
