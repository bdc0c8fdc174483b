package io.loadplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Settings are part of what users rely on: none appears, goes or changes its default without somebody saying so here. */
class ConfigurationTest {

    private static final Map<String, Object> PINNED = new TreeMap<>(Map.ofEntries(
            Map.entry("loadplane.home", "${user.home}/.loadplane"),
            Map.entry("loadplane.host", "127.0.0.1"),
            Map.entry("loadplane.port", 8080),
            Map.entry("loadplane.max-request-size", "10MB"),
            Map.entry("loadplane.receive-timeout", "60s"),
            Map.entry("loadplane.work-timeout", "30s"),
            Map.entry("loadplane.hosts", ""),
            Map.entry("loadplane.public-url", ""),
            Map.entry("loadplane.trusted-proxies", ""),
            Map.entry("loadplane.bootstrap-token-beyond-loopback", false),
            Map.entry("loadplane.rate-limit.requests-per-minute", 6000),
            Map.entry("loadplane.rate-limit.burst", 1000),
            Map.entry("loadplane.rate-limit.failures-per-minute", 60),
            Map.entry("loadplane.database.url", "jdbc:postgresql:embedded"),
            Map.entry("loadplane.database.user", "postgres"),
            Map.entry("loadplane.database.password", ""),
            Map.entry("loadplane.locust.image", "locustio/locust:2.47.0"),
            Map.entry("loadplane.packages.allow-urls", false),
            Map.entry("loadplane.oidc.enabled", false),
            Map.entry("loadplane.oidc.issuer", ""),
            Map.entry("loadplane.oidc.audience", ""),
            Map.entry("loadplane.oidc.jwks-url", ""),
            Map.entry("loadplane.oidc.name-claim", "preferred_username"),
            Map.entry("loadplane.oidc.roles-claim", "groups"),
            Map.entry("loadplane.oidc.grants", ""),
            Map.entry("loadplane.engine.tick", "2s"),
            Map.entry("loadplane.engine.start-timeout", "3m"),
            Map.entry("loadplane.engine.script-load-timeout", "60s"),
            Map.entry("loadplane.engine.log-limit", "1MB"),
            Map.entry("loadplane.streams.per-caller", 500),
            Map.entry("loadplane.streams.in-all", 2000),
            Map.entry("loadplane.retention.samples", "30d"),
            Map.entry("loadplane.retention.endpoint-samples", "7d"),
            Map.entry("loadplane.retention.logs", "30d"),
            Map.entry("loadplane.retention.reports", "90d"),
            Map.entry("loadplane.retention.runs", "365d"),
            Map.entry("loadplane.retention.deliveries", "30d"),
            Map.entry("loadplane.metrics.live-runs", false),
            Map.entry("loadplane.webhooks.timeout", "10s"),
            Map.entry("loadplane.webhooks.allowed-private-targets", ""),
            Map.entry("loadplane.webhooks.first-retry", "10s"),
            Map.entry("loadplane.webhooks.longest-retry", "4h"),
            Map.entry("loadplane.webhooks.give-up-after", "24h"),
            Map.entry("loadplane.retention.audit", "365d"),
            Map.entry("loadplane.retention.interval", "1h"),
            Map.entry("loadplane.secrets.keyset", ""),
            Map.entry("loadplane.secrets.reseal-interval", "1m"),
            Map.entry("loadplane.kubernetes.allow-insecure-tls", false),
            Map.entry("loadplane.kubernetes.trouble-wait", "30s"),
            Map.entry("loadplane.kubernetes.unschedulable-wait", "45s"),
            Map.entry("loadplane.kubernetes.linger", "10m"),
            Map.entry("loadplane.kubernetes.keep-finished", "24h"),
            Map.entry("loadplane.engine.idle-timeout", "30m"),
            Map.entry("loadplane.engine.job-poll", "1s"),
            Map.entry("loadplane.engine.orphan-interval", "5m"),
            Map.entry("loadplane.engine.orphan-grace", "10m"),
            Map.entry("loadplane.local.enabled", true),
            Map.entry("loadplane.local.cache", ""),
            Map.entry("loadplane.local.python", "python3")));

    @Test
    void settings_and_their_defaults_are_as_pinned() throws IOException {
        try (InputStream yaml = ConfigurationTest.class.getResourceAsStream("/application.yml")) {
            Map<String, Object> all = new Yaml().load(Objects.requireNonNull(yaml));
            Map<String, Object> flat = new TreeMap<>();
            flatten("loadplane", Objects.requireNonNull(all.get("loadplane")), flat);

            assertThat(flat).isEqualTo(PINNED);
        }
    }

    private static void flatten(String name, Object value, Map<String, Object> flat) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, below) -> flatten(name + "." + key, below, flat));
        } else {
            flat.put(name, value);
        }
    }
}
