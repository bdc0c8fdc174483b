package io.loadplane.secrets;

import io.loadplane.model.Home;
import io.loadplane.model.SealedStore;
import io.loadplane.model.SealingKey;
import io.loadplane.model.SecretBox;
import io.loadplane.model.SecretUnreadable;
import io.loadplane.model.StartFailure;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals under a Tink key set: that of the settings, or one in the home, which the first start makes and which is read
 * again when it changes. There from the start on, so that a key set that does not fit the database stops it.
 */
@Context
@Singleton
class TinkSecretBox implements SecretBox {

    private static final Logger LOG = LoggerFactory.getLogger(TinkSecretBox.class);

    private final KeysetSource source;
    private final KeysetGuard guard;
    private volatile Keyset keyset;
    private String lastText = "";
    private String lastTrouble = "";

    TinkSecretBox(@Value("${loadplane.secrets.keyset}") String setting, Home home, SealedStore sealed, Clock clock) {
        this.source = new KeysetSource(setting, home.resolve(KeysetSource.FILE));
        this.guard = new KeysetGuard(source, sealed, clock);
        this.keyset = guard.first();
    }

    @Override
    public byte[] seal(byte[] secret, String owner) {
        try {
            return keyset.aead().encrypt(secret, owner.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }

    @Override
    public byte[] open(byte[] sealed, String owner) {
        if (keyset.keyOf(sealed) == null) {
            // Another process may have seen the change of the file first.
            readAgain();
        }
        if (keyset.keyOf(sealed) == null) {
            throw new SecretUnreadable(
                    "the secret of %s is sealed under the key %d, which is not in the key set %s; give all processes the same keys"
                            .formatted(owner, SealingKey.id(Keyset.prefixOf(sealed)), source.name()));
        }
        try {
            return keyset.aead().decrypt(sealed, owner.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new SecretUnreadable("the secret of %s is not what was sealed for it".formatted(owner));
        }
    }

    @Override
    public List<SealingKey> keys() {
        return keyset.keys();
    }

    /** One that does not fit is not taken, and said to be so once. */
    @Scheduled(initialDelay = "2s", fixedDelay = "2s")
    synchronized void readAgain() {
        try {
            String text = source.text();
            if (!text.equals(lastText)) {
                Keyset read = source.read();
                if (!read.keys().equals(keyset.keys())) {
                    guard.check(read);
                    LOG.info("the key set {} has changed", source.name());
                    keyset = read;
                }
                lastText = text;
                lastTrouble = "";
            }
        } catch (IOException | StartFailure e) {
            String trouble = String.valueOf(e.getMessage());
            if (!trouble.equals(lastTrouble)) {
                LOG.error("the key set has changed and is not taken: {}", trouble);
                lastTrouble = trouble;
            }
        } catch (RuntimeException e) {
            LOG.warn("the key set has changed, and cannot be compared with the database now", e);
        }
    }
}
