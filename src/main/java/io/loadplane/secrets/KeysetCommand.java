package io.loadplane.secrets;

import io.loadplane.model.PrivateFile;
import io.loadplane.model.SealingKey;
import io.loadplane.model.StartFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes and changes key sets: the file in the home, or the one of the environment variable, which is printed instead. */
@Command(
        name = "keyset",
        mixinStandardHelpOptions = true,
        description =
                "Makes and changes the key set under which secrets are sealed: the file keyset.json in LOADPLANE_HOME, or, where LOADPLANE_SECRETS_KEYSET is set, that one, printing what to set it to.")
public final class KeysetCommand implements Runnable {

    private static final String BEFORE = ".before";

    private final KeysetSource source;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli gives it before it runs anything
    private CommandSpec spec;

    public KeysetCommand() {
        this(source());
    }

    KeysetCommand(KeysetSource source) {
        this.source = source;
    }

    private interface Change {
        Keyset of(Keyset keyset) throws GeneralSecurityException;
    }

    @Override
    public void run() {
        list();
    }

    @Command(name = "list", description = "Shows the ids of its keys.")
    void list() {
        for (SealingKey key : source.read().keys()) {
            print(key.id() + (key.primary() ? " primary" : ""));
        }
    }

    @Command(name = "new", description = "Prints a new key set, and changes nothing.")
    void create() throws GeneralSecurityException {
        print(Keyset.generate().json());
    }

    @Command(name = "add", description = "Adds a key that opens, but does not seal before the next rotate.")
    void add() {
        change(Keyset::withAnother);
    }

    @Command(
            name = "rotate",
            description = "Makes the newest key the primary one. When it is that already, adds another first.")
    void rotate() {
        change(keyset -> (keyset.isLastPrimary() ? keyset.withAnother() : keyset).withLastPrimary());
    }

    @Command(name = "prune", description = "Removes a key under which nothing is sealed any more, as the log says.")
    void prune(@Parameters(paramLabel = "ID", description = "Of the key.") long id) {
        change(keyset -> {
            SealingKey found = keyset.keys().stream()
                    .filter(key -> key.id() == id)
                    .findFirst()
                    .orElseThrow(() -> refusal("There is no key %d in %s.".formatted(id, source.name())));
            if (found.primary()) {
                throw refusal("The key %d is the primary one; rotate first.".formatted(id));
            }
            return keyset.without(id);
        });
    }

    private void change(Change change) {
        try {
            String before = source.text();
            String changed = change.of(source.read()).json();
            if (source.isSetting()) {
                print(changed);
            } else {
                PrivateFile.replace(Path.of(source.file() + BEFORE), before);
                PrivateFile.replace(source.file(), changed);
                print("%s is changed; what it was is in %s%s".formatted(source.name(), source.name(), BEFORE));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("The key set %s cannot be changed: %s".formatted(source.name(), e.getMessage()), e);
        }
    }

    private void print(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static KeysetSource source() {
        String home = Objects.requireNonNullElse(
                System.getenv("LOADPLANE_HOME"),
                Path.of(System.getProperty("user.home"), ".loadplane").toString());
        return new KeysetSource(
                Objects.requireNonNullElse(System.getenv(KeysetSource.VARIABLE), ""),
                Path.of(home).resolve(KeysetSource.FILE));
    }
}
