package io.loadplane.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** An OIDC provider of which nothing is needed but its keys. */
public final class IdentityProvider implements AutoCloseable {

    /** Instead of a status: the connection stays open, and nothing comes. */
    public static final int SILENCE = 0;

    private final RSAKey key = newKey("first");
    private final HttpServer server;
    private volatile int status = 200;

    public IdentityProvider() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            if (status == SILENCE) {
                return;
            }
            exchange.sendResponseHeaders(status, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    /** From now on whoever asks for keys gets that. */
    public void answer(int next) {
        status = next;
    }

    public String keys() {
        return "http://127.0.0.1:%d/keys".formatted(server.getAddress().getPort());
    }

    public String sign(JWTClaimsSet claims) {
        return sign(claims, key, "first");
    }

    /** By the right key, under the name of one that nobody knows. */
    public String signUnderUnknownName(JWTClaimsSet claims) {
        return sign(claims, key, "second");
    }

    /** By another key, under the name of the right one. */
    public String forge(JWTClaimsSet claims) {
        return sign(claims, newKey("first"), "first");
    }

    /** With the public key as if it were a secret shared with the provider. */
    public String confuse(JWTClaimsSet claims) {
        try {
            byte[] secret = key.toRSAPublicKey().getEncoded();
            return sign(claims, JWSAlgorithm.HS256, new MACSigner(secret), "first");
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String unsigned(JWTClaimsSet claims) {
        return new PlainJWT(claims).serialize();
    }

    private static String sign(JWTClaimsSet claims, RSAKey key, String name) {
        try {
            return sign(claims, JWSAlgorithm.RS256, new RSASSASigner(key), name);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(JWTClaimsSet claims, JWSAlgorithm algorithm, JWSSigner signer, String name)
            throws JOSEException {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(name).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static RSAKey newKey(String name) {
        try {
            return new RSAKeyGenerator(2048)
                    .keyID(name)
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.RS256)
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
