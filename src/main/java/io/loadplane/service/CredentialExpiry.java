package io.loadplane.service;

import io.loadplane.model.cluster.Check;
import io.loadplane.model.credential.ClusterCredential;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether a credential holds for much longer, as far as it says it. */
final class CredentialExpiry {

    /** Time enough for somebody to make another. */
    private static final Duration SOON = Duration.ofDays(14);

    private static final String SUBJECT = "expiry";
    private static final String ADVICE = "Store a new certificate or token with PUT /cluster-credentials/{id}.";

    private CredentialExpiry() {}

    static Optional<Check> of(ClusterCredential credential, Instant now) {
        return Optional.ofNullable(credential.facts().expiresAt()).map(end -> of(end, now));
    }

    private static Check of(Instant end, Instant now) {
        if (!now.isBefore(end)) {
            return new Check(SUBJECT, Check.State.MISSING, "the credential has expired at " + end, ADVICE);
        }
        boolean soon = end.isBefore(now.plus(SOON));
        return new Check(SUBJECT, Check.State.OK, "the credential expires at " + end, soon ? ADVICE : null);
    }
}
