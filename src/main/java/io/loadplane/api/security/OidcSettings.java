package io.loadplane.api.security;

import com.google.re2j.Pattern;
import io.loadplane.model.StartFailure;
import io.loadplane.model.access.GrantRules;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/** How tokens of an OIDC provider are understood; whatever is missing is told at the start, not to the first caller. */
@Context
@Requires(property = "loadplane.oidc.enabled", value = "true")
class OidcSettings {

    private static final Pattern URL = Pattern.compile("(?i)https?://.+");

    private final String issuer;
    private final URI keys;
    private final String nameClaim;
    private final String rolesClaim;
    private final GrantRules rules;

    OidcSettings(
            @Value("${loadplane.oidc.issuer}") String issuer,
            @Value("${loadplane.oidc.audience}") String audience,
            @Value("${loadplane.oidc.jwks-url}") String jwksUrl,
            @Value("${loadplane.oidc.name-claim}") String nameClaim,
            @Value("${loadplane.oidc.roles-claim}") String rolesClaim,
            @Value("${loadplane.oidc.grants}") String grants) {
        Map.of("issuer", issuer, "audience", audience, "jwks-url", jwksUrl).forEach((setting, value) -> {
            if (value.isBlank()) {
                throw new StartFailure(
                        "loadplane.oidc.%s is needed for loadplane.oidc.enabled.".formatted(setting), null);
            }
        });
        this.issuer = issuer;
        this.keys = url(jwksUrl);
        this.nameClaim = nameClaim;
        this.rolesClaim = rolesClaim;
        this.rules = GrantRules.parse(grants)
                .orElseThrow(() -> new StartFailure(
                        "loadplane.oidc.grants cannot be understood; it must be %s.".formatted(GrantRules.EXPECTED),
                        null));
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            if (URL.matcher(text).matches() && url.getHost() != null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Told with whatever else is no URL.
        }
        throw new StartFailure(
                "loadplane.oidc.jwks-url is no URL; it is where the provider's keys are, such as https://id.example/keys.",
                null);
    }

    String issuer() {
        return issuer;
    }

    /** Where the provider's public keys are. */
    URI keys() {
        return keys;
    }

    String nameClaim() {
        return nameClaim;
    }

    String rolesClaim() {
        return rolesClaim;
    }

    GrantRules rules() {
        return rules;
    }
}
