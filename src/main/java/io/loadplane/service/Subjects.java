package io.loadplane.service;

import io.loadplane.model.Sha256;
import io.loadplane.model.access.Token;
import io.loadplane.model.audit.AuditEntry.Subject;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.Settings;
import io.loadplane.model.loadtest.Source;
import io.loadplane.model.run.RunId;
import io.loadplane.model.schedule.Schedule;
import io.loadplane.model.webhook.Webhook;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What changes are about, as the audit names it. */
final class Subjects {

    private Subjects() {}

    static Subject of(LoadTest loadTest) {
        return new Subject("load_test", loadTest.id().value(), loadTest.name(), List.of(loadTest.environment()));
    }

    static Subject of(RunId run, Settings settings) {
        return new Subject("run", run.value(), settings.name(), List.of(settings.environment()));
    }

    static Subject of(Schedule schedule, String environment) {
        return new Subject("schedule", schedule.id().value(), schedule.plan().name(), List.of(environment));
    }

    static Subject of(Environment environment) {
        return new Subject("environment", environment.id().value(), environment.name(), List.of(environment.name()));
    }

    static Subject of(ClusterCredential credential) {
        return new Subject("cluster_credential", credential.id().value(), credential.name(), credential.environments());
    }

    static Subject of(Token token) {
        return new Subject(
                "token", token.id().value(), token.name(), token.grant().environments());
    }

    /** By where it goes: the rest of its URL may be a secret. */
    static Subject of(Webhook webhook) {
        return new Subject(
                "webhook",
                webhook.id().value(),
                URI.create(webhook.url()).getHost(),
                webhook.scope().environments());
    }

    /**
     * A load test in short; its revisions can be read.
     *
     * @param code SHA-256 over the names and contents of its files, and what pip installs for them
     */
    record Revised(int revision, String code, Settings settings) {

        static Revised of(LoadTest loadTest) {
            return new Revised(
                    loadTest.revision().number(),
                    digest(loadTest.revision().definition().source()),
                    loadTest.revision().definition().settings());
        }

        private static String digest(Source source) {
            List<byte[]> parts = new ArrayList<>();
            source.files().forEach((path, content) -> {
                parts.add((path + "\n").getBytes(StandardCharsets.UTF_8));
                parts.add(content);
            });
            parts.add(source.requirementLines().getBytes(StandardCharsets.UTF_8));
            return Sha256.hex(parts.toArray(byte[][]::new));
        }
    }
}
