package io.loadplane.postgres;

import io.loadplane.model.loadtest.LoadTestId;
import io.loadplane.model.run.AnswerStore;
import io.loadplane.model.run.RunId;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

@Singleton
@Transactional
class PostgresAnswerStore implements AnswerStore {

    private final AnswerRows rows;

    PostgresAnswerStore(AnswerRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean reserve(Key key) {
        return rows.tryLock(key.caller() + "\n" + key.value());
    }

    @Override
    public Optional<Answer> find(Key key, Instant since) {
        rows.forget(key.caller(), since);
        return rows.findSince(key.caller(), key.value(), since)
                .map(row -> new Answer(
                        row.requestHash(),
                        new LoadTestId(row.loadTestId()),
                        row.runId() == null ? null : new RunId(row.runId()),
                        row.created()));
    }

    @Override
    public void keep(Key key, Answer answer, Instant now) {
        rows.save(new AnswerRows.AnswerRow(
                key.caller(),
                key.value(),
                key.requestHash(),
                answer.loadTestId().value(),
                answer.runId() == null ? null : answer.runId().value(),
                answer.created(),
                now));
    }
}
