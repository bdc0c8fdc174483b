package io.loadplane.api.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadplane.model.StartFailure;
import io.loadplane.testing.TestDatabase;
import io.loadplane.testing.TestService;
import io.loadplane.testing.Tokens;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service with one token for everything stays at home. */
class ExposureTest {

    @TempDir
    private Path home;

    private final TestDatabase database = TestDatabase.create();

    @Test
    void it_listens_beyond_loopback_once_there_is_another_token_or_when_it_is_told_to() {
        assertThatThrownBy(() -> start("0.0.0.0", false))
                .satisfies(failure -> assertThat(ExceptionUtils.getThrowableList(failure))
                        .filteredOn(StartFailure.class::isInstance)
                        .singleElement()
                        .satisfies(found -> assertThat(found.getMessage())
                                .contains("0.0.0.0", "/tokens", "LOADPLANE_BOOTSTRAP_TOKEN_BEYOND_LOOPBACK")));
        assertThatCode(() -> start("0.0.0.0", true).close()).doesNotThrowAnyException();
        try (TestService atHome = start("localhost", false)) {
            Tokens.text(atHome, "viewer");
        }
        assertThatCode(() -> start("0.0.0.0", false).close()).doesNotThrowAnyException();
    }

    private TestService start(String host, boolean allowed) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("loadplane.home", home.toString());
        settings.put("loadplane.host", host);
        settings.put("loadplane.bootstrap-token-beyond-loopback", allowed);
        settings.put("loadplane.database.url", database.url());
        return TestService.start(settings);
    }
}
