package io.loadplane.model.loadtest;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A definition that keeps its name and gets better: what it is now, and how often it changed.
 *
 * @param version counts every change; the {@code ETag} of the load test
 * @param revision the newest revision
 * @param deletedAt null unless deleted; a deleted one only stays for the history of its runs
 */
public record LoadTest(
        LoadTestId id,
        int version,
        Revision revision,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant deletedAt) {

    public String name() {
        return revision.definition().settings().name();
    }

    public String environment() {
        return revision.definition().settings().environment();
    }

    public LoadTest revise(Definition definition, String by, Instant now) {
        Revision next = new Revision(revision.number() + 1, definition, now, by);
        // Clocks are set back at times; the order of changes is not.
        Instant changed = now.isBefore(createdAt) ? createdAt : now;
        return new LoadTest(id, version + 1, next, createdAt, changed, deletedAt);
    }
}
