package io.loadplane.postgres;

import io.loadplane.model.SealedStore;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

@Singleton
@Transactional
class PostgresSealedStore implements SealedStore {

    private final SecretRows rows;

    PostgresSealedStore(SecretRows rows) {
        this.rows = rows;
    }

    @Override
    public Map<String, Long> countByKey() {
        return rows.countByPrefix().stream()
                .collect(Collectors.toMap(SecretRows.CountRow::prefix, SecretRows.CountRow::secrets));
    }

    @Override
    public Optional<Secret> sample() {
        return rows.findSample().map(PostgresSealedStore::secret);
    }

    @Override
    public void insertProbe(byte[] sealed, Instant now) {
        rows.insertProbe(sealed, now);
    }

    @Override
    public List<Secret> sealedUnder(List<String> prefixes, int limit) {
        return rows.listUnder(prefixes, limit).stream()
                .map(PostgresSealedStore::secret)
                .toList();
    }

    @Override
    public boolean replace(Secret before, byte[] sealed) {
        String owner = before.owner();
        int replaced = owner.equals(PROBE)
                ? rows.replaceProbe(before.value(), sealed)
                : rows.replaceToken(owner, before.value(), sealed)
                        + rows.replaceCredential(owner, before.value(), sealed)
                        + rows.replaceWebhook(owner, before.value(), sealed);
        return replaced == 1;
    }

    @Override
    public List<Secret> plain(Instant now, int limit) {
        return rows.listPlain(now, limit).stream()
                .map(PostgresSealedStore::secret)
                .toList();
    }

    @Override
    public boolean seal(Secret plain, byte[] sealed) {
        return rows.seal(plain.owner(), new String(plain.value(), StandardCharsets.UTF_8), sealed) == 1;
    }

    @Override
    public int forgetTokens(int limit) {
        return rows.forgetTokens(limit);
    }

    private static Secret secret(SecretRows.SecretRow row) {
        return new Secret(row.owner(), row.value());
    }
}
