package io.loadplane.model.loadtest;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Durable load tests and their revisions. */
public interface LoadTestStore {

    /**
     * @param name exact name; null for all
     * @param labels all of them must be there
     */
    record Filter(@Nullable String environment, @Nullable String name, Map<String, String> labels) {}

    /** A load test without its code, for lists. */
    record Overview(
            LoadTestId id, int version, int revision, Settings settings, Instant createdAt, Instant updatedAt) {}

    /** False when a load test of that name is already in the environment; nothing is stored then. */
    boolean insert(LoadTest loadTest);

    /** Stores a new newest revision; false when somebody else revised or deleted it since it was read. */
    boolean revise(LoadTest loadTest);

    /** Lets nobody start runs of it or change it until the transaction ends. */
    void lock(LoadTestId id);

    /** False when somebody else revised or deleted it since it was read. */
    boolean delete(LoadTest loadTest, Instant now);

    /** The load test unless it is deleted. */
    Optional<LoadTest> find(LoadTestId id);

    Optional<LoadTest> findByName(String environment, String name);

    /** One revision, of a deleted load test too: runs go on showing what they ran. */
    Optional<Revision> findRevision(LoadTestId id, int number);

    /** Newest first; keys are their numbers. */
    Page<Revision> revisions(LoadTestId id, Page.Request page);

    /** Where it belongs, also when it is deleted. */
    Optional<String> environmentOf(LoadTestId id);

    /** Newest first. */
    Page<Overview> list(Filter filter, Reach reach, Page.Request page);
}
