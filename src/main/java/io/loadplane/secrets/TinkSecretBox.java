package io.loadplane.secrets;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.loadplane.model.Home;
import io.loadplane.model.PrivateFile;
import io.loadplane.model.SecretBox;
import io.loadplane.model.StartFailure;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;

/** Seals with AES-256-GCM under a Tink key set: that of the settings, or one in the home that the first start makes. */
@Singleton
class TinkSecretBox implements SecretBox {

    private final Aead aead;

    TinkSecretBox(@Value("${loadplane.secrets.keyset}") String keyset, Home home) {
        Path file = home.resolve("keyset.json");
        String source = keyset.isEmpty() ? file.toString() : "LOADPLANE_SECRETS_KEYSET";
        try {
            AeadConfig.register();
            String json = keyset.isEmpty() ? PrivateFile.readOrCreate(file, TinkSecretBox::generate) : keyset;
            aead = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get())
                    .getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure(
                    "The key set for secrets, %s, cannot be read: %s".formatted(source, e.getMessage()), e);
        }
    }

    @Override
    public byte[] seal(byte[] secret, String owner) {
        try {
            return aead.encrypt(secret, owner.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a secret could not be sealed", e);
        }
    }

    @Override
    public byte[] open(byte[] sealed, String owner) {
        try {
            return aead.decrypt(sealed, owner.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "the secret of %s was sealed under a key that is not in the key set".formatted(owner), e);
        }
    }

    private static String generate() {
        try {
            KeysetHandle handle = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
            return TinkJsonProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES", e);
        }
    }
}
