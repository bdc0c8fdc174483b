package io.loadplane.postgres;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import io.loadplane.model.loadtest.LoadTest;
import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.loadtest.LoadTestStore;
import io.loadplane.model.loadtest.Revision;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@Singleton
@Transactional
class PostgresLoadTestStore implements LoadTestStore {

    private final LoadTestRows rows;

    PostgresLoadTestStore(LoadTestRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean insert(LoadTest loadTest) {
        String labels = Json.write(loadTest.revision().definition().settings().labels());
        int inserted = rows.insert(
                loadTest.id().value(), loadTest.environment(), loadTest.name(), labels, loadTest.createdAt());
        if (inserted == 0) {
            return false;
        }
        rows.save(RevisionRow.of(loadTest.id(), loadTest.revision()));
        return true;
    }

    @Override
    public boolean revise(LoadTest loadTest) {
        String labels = Json.write(loadTest.revision().definition().settings().labels());
        int updated = rows.revise(
                loadTest.id().value(), loadTest.version(), loadTest.revision().number(), labels, loadTest.updatedAt());
        if (updated == 0) {
            return false;
        }
        rows.save(RevisionRow.of(loadTest.id(), loadTest.revision()));
        return true;
    }

    @Override
    public void lock(LoadTestId id) {
        rows.lock(id.value());
    }

    @Override
    public boolean delete(LoadTest loadTest, Instant now) {
        return rows.markDeleted(loadTest.id().value(), loadTest.version(), now) == 1;
    }

    @Override
    public Optional<LoadTest> find(LoadTestId id) {
        return rows.find(id.value()).map(this::withRevision);
    }

    @Override
    public Optional<LoadTest> findByName(String environment, String name) {
        return rows.findNamed(environment, name).map(this::withRevision);
    }

    @Override
    public Optional<Revision> findRevision(LoadTestId id, int number) {
        return rows.findRevision(id.value(), number).map(RevisionRow::toRevision);
    }

    @Override
    public Page<Revision> revisions(LoadTestId id, Page.Request page) {
        Integer below = page.after() == null ? null : Integer.valueOf(page.after());
        List<Revision> found = rows.listRevisions(id.value(), below, page.limit() + 1).stream()
                .map(RevisionRow::toRevision)
                .toList();
        return Page.of(found, page, revision -> Integer.toString(revision.number()));
    }

    @Override
    public Optional<String> environmentOf(LoadTestId id) {
        return rows.findEnvironment(id.value());
    }

    @Override
    public Page<Overview> list(Filter filter, Reach reach, Page.Request page) {
        List<Overview> found = rows
                .list(
                        filter.environment(),
                        Reaches.text(reach),
                        filter.name(),
                        Json.write(filter.labels()),
                        page.after(),
                        page.limit() + 1)
                .stream()
                .map(LoadTestOverviewRow::toOverview)
                .toList();
        return Page.of(found, page, overview -> overview.id().value());
    }

    private LoadTest withRevision(LoadTestRow row) {
        return row.toLoadTest(
                rows.findRevision(row.id(), row.revision()).orElseThrow().toRevision());
    }
}
