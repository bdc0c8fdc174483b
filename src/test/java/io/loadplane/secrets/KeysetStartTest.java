package io.loadplane.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.loadplane.model.SealedStore;
import io.loadplane.model.StartFailure;
import io.loadplane.testing.Credentials;
import io.loadplane.testing.TestDatabase;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Loadplane that cannot open what its database holds does not start, and harms nothing. */
class KeysetStartTest {

    private static final String RAW = """
            {"primaryKeyId": 1, "key": [{"status": "ENABLED", "keyId": 1, "outputPrefixType": "RAW", "keyData": {
             "typeUrl": "type.googleapis.com/google.crypto.tink.AesGcmKey", "keyMaterialType": "SYMMETRIC",
             "value": "GiBUwxqYCn3LrmHtjuzmX2h8E7w/Ng+CevpdTRCIgvSqEg=="}}]}""";

    @TempDir
    private Path home;

    private TestDatabase database;
    private TestService first;

    @BeforeEach
    void startAndSeal() {
        database = TestDatabase.create();
        first = start(Map.of());
        Credentials.store(first.api());
    }

    @AfterEach
    void stop() {
        first.close();
    }

    @Test
    void a_new_home_for_a_database_with_secrets_gets_no_new_keys() {
        Throwable failure = catchThrowable(() -> start(Map.of("loadplane.home", home.toString())));

        assertRefused(failure, "missing", home.resolve("keyset.json").toString(), "LOADPLANE_SECRETS_KEYSET", "README");
        assertThat(home.resolve("keyset.json")).doesNotExist();
    }

    @Test
    void other_keys_are_refused_from_wherever_they_come() throws IOException, GeneralSecurityException {
        String other = Keyset.generate().json();
        Files.writeString(home.resolve("keyset.json"), other);

        Throwable fromFile = catchThrowable(() -> start(Map.of("loadplane.home", home.toString())));
        Throwable fromSetting = catchThrowable(() -> start(Map.of("loadplane.secrets.keyset", other)));

        assertRefused(fromFile, "keyset.json does not fit", "2 secrets", "the key " + idOf(first));
        assertRefused(fromSetting, "LOADPLANE_SECRETS_KEYSET does not fit");
        assertThat(Files.readString(home.resolve("keyset.json"))).isEqualTo(other);
    }

    @Test
    void a_database_from_before_gets_its_probe_from_a_start_that_opens_what_is_there()
            throws SQLException, IOException {
        execute("delete from keyset_probe");

        Throwable withOtherKeys = catchThrowable(() -> start(Map.of("loadplane.home", home.toString())));
        assertRefused(withOtherKeys, "missing");
        assertThat(first.bean(SealedStore.class).sample().orElseThrow().owner()).startsWith("cred-");
        first.another().close();

        assertThat(first.bean(SealedStore.class).sample().orElseThrow().owner()).isEqualTo(SealedStore.PROBE);
    }

    @Test
    void what_a_lost_key_set_sealed_can_be_given_up() throws SQLException {
        execute("delete from keyset_probe");
        execute("update cluster_credential set secret = null");
        execute("update run set sealed_agent_token = null");

        start(Map.of("loadplane.home", home.toString())).close();

        assertThat(home.resolve("keyset.json")).exists();
    }

    @Test
    void what_the_keys_say_they_open_must_open() throws SQLException {
        execute("update keyset_probe set sealed = overlay(sealed placing '\\x00000000' from 20)");

        Throwable failure = catchThrowable(first::another);

        assertRefused(failure, "does not open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "hello", RAW})
    void what_is_no_key_set_is_refused_and_so_is_one_whose_values_do_not_name_their_key(String setting) {
        Throwable failure = catchThrowable(() -> start(Map.of("loadplane.secrets.keyset", setting)));

        assertRefused(failure, "LOADPLANE_SECRETS_KEYSET", "cannot be read");
        assertThat(ExceptionUtils.getStackTrace(failure)).doesNotContain("GiBUwxqYCn3LrmHtjuzmX2h8E7w");
    }

    private TestService start(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("loadplane.database.url", database.url());
        return TestService.start(all);
    }

    private static String idOf(TestService service) throws IOException, GeneralSecurityException {
        String json = Files.readString(service.home().resolve("keyset.json"));
        return Long.toString(Keyset.parse(json).primary().id());
    }

    private static void assertRefused(Throwable failure, String... words) {
        assertThat(ExceptionUtils.getThrowableList(failure))
                .filteredOn(StartFailure.class::isInstance)
                .singleElement()
                .satisfies(found -> assertThat(found.getMessage()).contains(words));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
