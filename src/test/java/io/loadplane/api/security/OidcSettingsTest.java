package io.loadplane.api.security;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loadplane.model.StartFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OidcSettingsTest {

    @ParameterizedTest(name = "{4}")
    @CsvSource(
            emptyValue = "",
            value = {
                "'', loadplane, https://id.example/keys, a=viewer, loadplane.oidc.issuer is needed",
                "https://id.example, '', https://id.example/keys, a=viewer, loadplane.oidc.audience is needed",
                "https://id.example, loadplane, ' ', a=viewer, loadplane.oidc.jwks-url is needed",
                "https://id.example, loadplane, nonsense, a=viewer, loadplane.oidc.jwks-url is no URL",
                "https://id.example, loadplane, https://, a=viewer, loadplane.oidc.jwks-url is no URL",
                "https://id.example, loadplane, https://id.example/keys, a=root, loadplane.oidc.grants cannot be understood"
            })
    void what_is_missing_is_told_at_the_start(
            String issuer, String audience, String jwksUrl, String grants, String message) {
        assertThatThrownBy(() -> new OidcSettings(issuer, audience, jwksUrl, "sub", "groups", grants))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith(message);
    }
}
