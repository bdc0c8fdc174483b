package io.loadplane.secrets;

import io.loadplane.model.SealedStore;
import io.loadplane.model.SealingKey;
import io.loadplane.model.StartFailure;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Keeps a Loadplane from going on with keys that do not open what its database holds. */
final class KeysetGuard {

    private static final byte[] PROBE = "probe".getBytes(StandardCharsets.UTF_8);

    private static final String ADVICE =
            " Nothing was changed. Give Loadplane the key set that this database was used with%s;"
                    + " should that be lost, \"Keys\" in the README says how to go on without what it sealed.";

    private final KeysetSource source;
    private final SealedStore sealed;
    private final Clock clock;

    KeysetGuard(KeysetSource source, SealedStore sealed, Clock clock) {
        this.source = source;
        this.sealed = sealed;
        this.clock = clock;
    }

    /** The key set of this start. One is made only where nothing is sealed yet. */
    Keyset first() {
        // In this order: another process that is just making the key set writes the file before it seals anything.
        boolean any = sealed.sample().isPresent();
        if (any && !source.exists()) {
            throw refusal(
                    "The key set for secrets is missing: there is no file %s, but the database holds secrets sealed under %s."
                            .formatted(
                                    source.name(),
                                    idsOf(sealed.countByKey().keySet().stream().toList())));
        }
        Keyset keyset = source.exists() ? source.read() : source.create();
        check(keyset);
        return keyset;
    }

    /** Throws {@link StartFailure} when there is something sealed that the keys do not open. */
    void check(Keyset keyset) {
        Map<String, Long> counts = sealed.countByKey();
        List<String> unknown = counts.keySet().stream()
                .filter(prefix ->
                        keyset.keys().stream().noneMatch(key -> key.prefix().equals(prefix)))
                .toList();
        if (!unknown.isEmpty()) {
            throw refusal(
                    "The key set %s does not fit the database: %d secrets there are sealed under %s, which it does not have."
                            .formatted(
                                    source.name(),
                                    unknown.stream().mapToLong(counts::get).sum(),
                                    idsOf(unknown)));
        }
        Optional<SealedStore.Secret> sample = sealed.sample();
        sample.ifPresent(secret -> open(keyset, secret));
        if (sample.isEmpty() || !sample.get().owner().equals(SealedStore.PROBE)) {
            writeProbe(keyset);
        }
    }

    /** Another process with other keys may have come first. */
    private void writeProbe(Keyset keyset) {
        try {
            byte[] probe = keyset.aead().encrypt(PROBE, SealedStore.PROBE.getBytes(StandardCharsets.UTF_8));
            sealed.insertProbe(probe, clock.instant());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a probe could not be sealed", e);
        }
        open(keyset, sealed.sample().orElseThrow());
    }

    private void open(Keyset keyset, SealedStore.Secret secret) {
        try {
            keyset.aead().decrypt(secret.value(), secret.owner().getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw refusal("The key set %s does not fit the database: it does not open what is sealed there."
                    .formatted(source.name()));
        }
    }

    private StartFailure refusal(String message) {
        return new StartFailure(
                message + ADVICE.formatted(source.isSetting() ? "" : ", as that file or as " + KeysetSource.VARIABLE),
                null);
    }

    private static String idsOf(List<String> prefixes) {
        return prefixes.stream()
                .map(prefix -> Long.toString(SealingKey.id(prefix)))
                .sorted()
                .collect(Collectors.joining(", ", prefixes.size() == 1 ? "the key " : "the keys ", ""));
    }
}
