package io.loadplane.cli;

import java.io.IOException;
import java.io.Reader;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the service is, and the token to call it with. */
record Access(URI server, String token) {

    private static final Set<String> SETTINGS = Set.of("server", "token");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    /** Where on this machine something may be said about it. */
    record Sources(Map<String, String> environment, Path userHome) {

        private Optional<String> variable(String name) {
            return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
        }

        private Path file() {
            return variable("XDG_CONFIG_HOME")
                    .map(Path::of)
                    .orElse(userHome.resolve(".config"))
                    .resolve("loadplane/config");
        }

        private Path localToken() {
            return variable("LOADPLANE_HOME")
                    .map(Path::of)
                    .orElse(userHome.resolve(".loadplane"))
                    .resolve("token");
        }

        private String localServer() {
            return "http://127.0.0.1:" + variable("LOADPLANE_PORT").orElse("8080");
        }
    }

    /**
     * Options first, then LOADPLANE_SERVER and LOADPLANE_TOKEN, the configuration file, and the service of this machine.
     * A token from a file goes only to the server it was stored for.
     */
    static Access find(@Nullable String server, @Nullable String token, Sources sources) {
        Properties file = read(sources.file());
        String stored = file.getProperty("server");
        String address = Optional.ofNullable(server)
                .or(() -> sources.variable("LOADPLANE_SERVER"))
                .orElse(Objects.requireNonNullElse(stored, sources.localServer()));
        URI uri = address(address);
        String key = Optional.ofNullable(token)
                .or(() -> sources.variable("LOADPLANE_TOKEN"))
                .or(() -> Optional.ofNullable(file.getProperty("token"))
                        .filter(found -> address(Objects.requireNonNullElse(stored, sources.localServer()))
                                .equals(uri)))
                .or(() -> LOOPBACK.contains(uri.getHost()) ? localToken(sources.localToken()) : Optional.empty())
                .orElseThrow(() -> new CommandFailure(
                        Exit.USAGE,
                        "There is no token for %s; give one with --token, LOADPLANE_TOKEN or in %s."
                                .formatted(uri, sources.file())));
        return new Access(uri, key.strip());
    }

    private static URI address(String text) {
        String trimmed = text.strip().replaceFirst("/+$", "");
        if (!trimmed.matches("https?://[^/?#\\s]+(/[^?#\\s]*)?")) {
            throw new CommandFailure(
                    Exit.USAGE,
                    "\"%s\" is no address of a server, such as https://loadplane.example.com".formatted(text));
        }
        return URI.create(trimmed);
    }

    private static Properties read(Path file) {
        Properties settings = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                settings.load(reader);
            } catch (IOException e) {
                throw new CommandFailure(Exit.USAGE, "%s cannot be read: %s".formatted(file, LocalFiles.reason(e)));
            }
        }
        if (!SETTINGS.containsAll(settings.keySet())) {
            throw new CommandFailure(Exit.USAGE, "%s may only set server and token.".formatted(file));
        }
        return settings;
    }

    /** What the first start of the service wrote. */
    private static Optional<String> localToken(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
