package io.loadplane.model.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateTargetsTest {

    private static final PrivateTargets NONE = PrivateTargets.parse("");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "0.0.0.0",
                "10.0.0.1",
                "100.64.0.1",
                "169.254.169.254",
                "172.31.255.255",
                "192.168.1.1",
                "198.18.0.1",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::10.0.0.1",
                "64:ff9b::a00:1",
                "fe80::1",
                "fd00:ec2::254",
                "fc00::1",
                "ff02::1",
                "2002:a00:1::",
                "2001:0:a00:1::1"
            })
    void addresses_outside_the_public_internet_are_refused(String address) {
        assertThat(NONE.permit(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "172.15.255.255", "100.128.0.1", "2606:4700::1111", "2a00::1"})
    void public_addresses_are_permitted(String address) {
        assertThat(NONE.permit(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void what_is_allowed_is_permitted_and_its_neighbour_is_not() {
        PrivateTargets some = PrivateTargets.parse("10.1.0.0/16, 127.0.0.1,fd00::/8");

        assertThat(some.permit(InetAddress.ofLiteral("10.1.2.3"))).isTrue();
        assertThat(some.permit(InetAddress.ofLiteral("fd12::1"))).isTrue();
        assertThat(some.permit(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
        assertThat(some.permit(InetAddress.ofLiteral("127.0.0.2"))).isFalse();
    }
}
