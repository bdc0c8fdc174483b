package io.loadplane.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Callers with less than all rights. */
public final class Tokens {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private Tokens() {}

    /** A request for a token under a name of its own. */
    public static ObjectNode request(String role, String... environments) {
        ObjectNode request = Api.JSON
                .createObjectNode()
                .put("name", "caller-" + COUNT.incrementAndGet())
                .put("role", role);
        for (String environment : environments) {
            request.withArray("environments").add(environment);
        }
        return request;
    }

    /** Somebody who holds the role in those environments, or everywhere. */
    public static Api caller(TestService service, String role, String... environments) {
        return service.caller(text(service, role, environments));
    }

    /** What such a caller presents. */
    public static String text(TestService service, String role, String... environments) {
        return service.api()
                .post("/tokens", request(role, environments))
                .json(201)
                .path("token")
                .asText();
    }

    /** One that nobody gets in with any more. */
    public static String expired(TestService service) {
        String text = text(service, "platform");
        change(service, text, "created_at = now() - interval '2 days', expires_at = now() - interval '1 day'");
        return text;
    }

    /** The same, because somebody said so. */
    public static String revoked(TestService service) {
        String text = text(service, "platform");
        change(service, text, "revoked_at = now()");
        return text;
    }

    private static void change(TestService service, String token, String changes) {
        try (Connection connection = service.connect();
                PreparedStatement update =
                        connection.prepareStatement("update token set %s where id = ?".formatted(changes))) {
            update.setString(1, "tok-" + token.split("_")[1]);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
