package io.loadplane.model.environment;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.Page;
import io.loadplane.model.access.Reach;
import io.loadplane.model.credential.CredentialId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EnvironmentStoreTest {

    @Test
    void all_environments_are_found_however_many_there_are() {
        EnvironmentStore store = new Counted(2 * Page.Request.MAX_LIMIT + 1);

        List<Environment> all = store.all();

        assertThat(all).hasSize(2 * Page.Request.MAX_LIMIT + 1);
    }

    /** So many environments, whose keys are their numbers. */
    private record Counted(int count) implements EnvironmentStore {

        private static final Environment ANY =
                Environment.unsaved(new CredentialId(CredentialId.PREFIX + "0".repeat(26)), Instant.EPOCH);

        @Override
        public Page<Environment> list(Reach reach, Page.Request page) {
            int from = page.after() == null ? 0 : Integer.parseInt(page.after());
            int to = Math.min(count, from + page.limit());
            return new Page<>(Collections.nCopies(to - from, ANY), to == count ? null : Integer.toString(to));
        }

        @Override
        public boolean insert(Environment environment) {
            return false;
        }

        @Override
        public boolean replace(Environment next) {
            return false;
        }

        @Override
        public Optional<Environment> find(EnvironmentId id) {
            return Optional.empty();
        }

        @Override
        public Optional<Environment> findByName(String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Environment> findDefault() {
            return Optional.empty();
        }

        @Override
        public boolean delete(EnvironmentId id) {
            return false;
        }
    }
}
