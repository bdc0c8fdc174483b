package io.loadplane.api.security;

import io.loadplane.model.Home;
import io.loadplane.model.Ids;
import io.loadplane.model.PrivateFile;
import io.micronaut.context.annotation.Context;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The token that the first start writes to {@code LOADPLANE_HOME/token}: whoever can read that file may do everything. */
@Context
class BootstrapToken {

    private final byte[] token;

    BootstrapToken(Home home, Ids ids) throws IOException {
        this.token =
                PrivateFile.readOrCreate(home.resolve("token"), ids::secret).getBytes(StandardCharsets.UTF_8);
    }

    /** Takes the same time wherever the difference lies. */
    boolean matches(String presented) {
        return MessageDigest.isEqual(token, presented.getBytes(StandardCharsets.UTF_8));
    }
}
