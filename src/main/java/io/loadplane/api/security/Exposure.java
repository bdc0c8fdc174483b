package io.loadplane.api.security;

import io.loadplane.model.StartFailure;
import io.loadplane.model.access.TokenStore;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;

/** Refuses to listen where others can come while one token that may do everything is the only way in. */
@Context
class Exposure {

    Exposure(
            @Value("${micronaut.server.host}") String host,
            @Value("${loadplane.bootstrap-token-beyond-loopback}") boolean allowed,
            @Value("${loadplane.oidc.enabled}") boolean oidc,
            TokenStore tokens,
            Clock clock) {
        if (!allowed && !oidc && !isLoopback(host) && !tokens.anyActive(clock.instant())) {
            throw new StartFailure(
                    ("Loadplane would listen on %s, but the token of the first start, which may do everything, is the only one. "
                                    + "Start it on 127.0.0.1 and make tokens at /tokens first, or configure loadplane.oidc, "
                                    + "or set LOADPLANE_BOOTSTRAP_TOKEN_BEYOND_LOOPBACK=true.")
                            .formatted(host),
                    null);
        }
    }

    /** A name that leads nowhere is told when it is listened on. */
    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return true;
        }
    }
}
