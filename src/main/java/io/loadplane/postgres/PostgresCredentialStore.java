package io.loadplane.postgres;

import io.loadplane.model.Page;
import io.loadplane.model.SecretBox;
import io.loadplane.model.Words;
import io.loadplane.model.access.Reach;
import io.loadplane.model.credential.ClusterAccess;
import io.loadplane.model.credential.ClusterCredential;
import io.loadplane.model.credential.CredentialId;
import io.loadplane.model.credential.CredentialStore;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

@Singleton
class PostgresCredentialStore implements CredentialStore {

    private final CredentialRows rows;
    private final SecretBox secrets;

    PostgresCredentialStore(CredentialRows rows, SecretBox secrets) {
        this.rows = rows;
        this.secrets = secrets;
    }

    @Override
    public boolean insert(ClusterCredential credential, @Nullable ClusterAccess access) {
        ClusterCredential.Facts facts = credential.facts();
        return rows.insert(
                        credential.id().value(),
                        credential.name(),
                        Words.of(credential.kind()),
                        seal(credential.id(), access),
                        facts.server(),
                        facts.caFingerprint(),
                        facts.identity(),
                        facts.expiresAt(),
                        Json.write(credential.environments()),
                        credential.createdAt())
                == 1;
    }

    @Override
    public boolean replace(ClusterCredential next, @Nullable ClusterAccess access) {
        ClusterCredential.Facts facts = next.facts();
        return rows.replace(
                        next.id().value(),
                        Words.of(next.kind()),
                        next.version(),
                        seal(next.id(), access),
                        facts.server(),
                        facts.caFingerprint(),
                        facts.identity(),
                        facts.expiresAt(),
                        Json.write(next.environments()),
                        next.updatedAt())
                == 1;
    }

    @Override
    public Optional<ClusterCredential> find(CredentialId id) {
        return rows.findById(id.value()).map(CredentialRow::toCredential);
    }

    @Override
    public Optional<ClusterCredential> find(CredentialId id, Reach reach) {
        return rows.findWithin(id.value(), Reaches.text(reach)).map(CredentialRow::toCredential);
    }

    @Override
    public Page<ClusterCredential> list(Reach reach, Page.Request page) {
        List<ClusterCredential> found = rows.listByName(Reaches.text(reach), page.after(), page.limit() + 1).stream()
                .map(CredentialRow::toCredential)
                .toList();
        return Page.of(found, page, ClusterCredential::name);
    }

    @Override
    public Optional<ClusterAccess> access(CredentialId id) {
        return rows.findSecret(id.value())
                .map(row -> new String(secrets.open(row.secret(), id.value()), StandardCharsets.UTF_8))
                .map(json -> Json.read(json, ClusterAccess.class));
    }

    @Override
    public void markVerified(CredentialId id, Instant at) {
        rows.markVerified(id.value(), at);
    }

    @Override
    public List<String> users(CredentialId id) {
        return rows.listUsers(id.value()).stream()
                .map(CredentialRows.UserRow::name)
                .toList();
    }

    @Override
    public boolean delete(CredentialId id) {
        return rows.remove(id.value()) == 1;
    }

    private byte @Nullable [] seal(CredentialId id, @Nullable ClusterAccess access) {
        return access == null ? null : secrets.seal(Json.write(access).getBytes(StandardCharsets.UTF_8), id.value());
    }
}
