package io.loadplane.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AeadKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.loadplane.model.SealingKey;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Some keys of AES-256-GCM or whatever else Tink knows; the primary one seals, all of them open. */
final class Keyset {

    /** One byte that says so, and four of the id. */
    private static final int PREFIX = 5;

    private final KeysetHandle handle;
    private final Aead aead;
    private final List<SealingKey> keys;

    private Keyset(KeysetHandle handle) throws GeneralSecurityException {
        this.handle = handle;
        this.aead = handle.getPrimitive(RegistryConfiguration.get(), Aead.class);
        this.keys = read(handle);
    }

    static Keyset generate() throws GeneralSecurityException {
        AeadConfig.register();
        return new Keyset(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM));
    }

    static Keyset parse(String json) throws GeneralSecurityException {
        AeadConfig.register();
        return new Keyset(TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get()));
    }

    String json() {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }

    Aead aead() {
        return aead;
    }

    /** In the order of the set; disabled ones are left out. */
    List<SealingKey> keys() {
        return keys;
    }

    SealingKey primary() {
        return keys.stream().filter(SealingKey::primary).findFirst().orElseThrow();
    }

    /** Null when the value was sealed under none of them. */
    @Nullable
    SealingKey keyOf(byte[] sealed) {
        return keys.stream()
                .filter(key -> key.prefix().equals(prefixOf(sealed)))
                .findFirst()
                .orElse(null);
    }

    static String prefixOf(byte[] sealed) {
        return HexFormat.of().formatHex(sealed, 0, Math.min(PREFIX, sealed.length));
    }

    /** With another key at the end, which can open, but does not seal yet. */
    Keyset withAnother() throws GeneralSecurityException {
        return change(builder ->
                builder.addEntry(KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                        .withRandomId()));
    }

    /** With its last key as the primary one. */
    Keyset withLastPrimary() throws GeneralSecurityException {
        return change(builder -> builder.getAt(builder.size() - 1).makePrimary());
    }

    boolean isLastPrimary() {
        return handle.getAt(handle.size() - 1).isPrimary();
    }

    Keyset without(long id) throws GeneralSecurityException {
        return change(builder -> {
            for (int i = handle.size() - 1; i >= 0; i--) {
                if (Integer.toUnsignedLong(handle.getAt(i).getId()) == id) {
                    builder.deleteAt(i);
                }
            }
        });
    }

    private Keyset change(Consumer<KeysetHandle.Builder> change) throws GeneralSecurityException {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle);
        change.accept(builder);
        return new Keyset(builder.build());
    }

    private static List<SealingKey> read(KeysetHandle handle) throws GeneralSecurityException {
        List<SealingKey> keys = new ArrayList<>();
        for (int i = 0; i < handle.size(); i++) {
            KeysetHandle.Entry entry = handle.getAt(i);
            if (entry.getStatus() == KeyStatus.ENABLED) {
                byte[] prefix = entry.getKey() instanceof AeadKey key
                        ? key.getOutputPrefix().toByteArray()
                        : new byte[0];
                if (prefix.length != PREFIX) {
                    // Nobody could tell what is sealed under it.
                    throw new GeneralSecurityException("a key has no output prefix; make keys of the variant TINK");
                }
                keys.add(new SealingKey(HexFormat.of().formatHex(prefix), entry.isPrimary()));
            }
        }
        return List.copyOf(keys);
    }
}
