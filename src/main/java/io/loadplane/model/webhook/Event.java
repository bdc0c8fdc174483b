package io.loadplane.model.webhook;

import io.loadplane.model.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a receiver can be told. */
public enum Event {
    /** A run ended as completed or stopped. */
    RUN_FINISHED,
    /** A run ended as failed. Never together with the one before. */
    RUN_FAILED,
    /** The verdict of a run is not that of the run of its load test that was judged before. */
    VERDICT_CHANGED,
    /** A schedule should have started a run, and could not. */
    SCHEDULE_MISSED,
    /** Somebody tries the webhook out; nobody can ask for it otherwise. */
    TEST;

    /** As callers and receivers read it, such as {@code run.finished}. */
    public String word() {
        return Words.of(this).replace('_', '.');
    }

    public static List<String> words() {
        return Arrays.stream(values())
                .filter(event -> event != TEST)
                .map(Event::word)
                .toList();
    }

    /** One that can be asked for. */
    public static Optional<Event> parse(String word) {
        return Arrays.stream(values())
                .filter(event -> event != TEST && event.word().equals(word))
                .findFirst();
    }

    /** Reads back what {@link #word} wrote. */
    public static Event read(String word) {
        return valueOf(word.replace('.', '_').toUpperCase(Locale.ROOT));
    }
}
