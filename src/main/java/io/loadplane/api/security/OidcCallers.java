package io.loadplane.api.security;

import com.google.re2j.Pattern;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import io.loadplane.model.access.Caller;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.jwt.validator.DefaultJwtAuthenticationFactory;
import io.micronaut.security.token.jwt.validator.JwtAuthenticationFactory;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who presents a valid token of the OIDC provider; signature, audience and times were checked before. */
@Singleton
@Requires(bean = OidcSettings.class)
@Replaces(DefaultJwtAuthenticationFactory.class)
class OidcCallers implements JwtAuthenticationFactory {

    /** Users of some providers choose their names; none may look like another kind of caller in a timeline. */
    private static final Pattern FORGED = Pattern.compile(
            "(bootstrap|engine|cluster|(token|oidc):.*|schedule .*|.{201,}|.*[[:cntrl:]\\p{Cs}].*|\\s*)",
            Pattern.DOTALL);

    /** OpenID Connect allows 255 characters. What cannot be stored as it is would be somebody else once it is. */
    private static final Pattern SUBJECT = Pattern.compile("[^[:cntrl:]\\p{Cs}]{1,255}");

    private final OidcSettings settings;

    OidcCallers(OidcSettings settings) {
        this.settings = settings;
    }

    @Override
    public Optional<Authentication> createAuthentication(JWT token) {
        try {
            JWTClaimsSet set = token.getJWTClaimsSet();
            String subject = set.getSubject();
            // The framework is content with an issuer that ours ends with. A token without an end could not be taken
            // back.
            if (!settings.issuer().equals(set.getIssuer())
                    || set.getExpirationTime() == null
                    || subject == null
                    || subject.isBlank()
                    || !SUBJECT.matcher(subject).matches()) {
                return Optional.empty();
            }
            Map<String, Object> claims = set.getClaims();
            String id = Caller.OIDC_PREFIX + subject;
            String name = claims.get(settings.nameClaim()) instanceof String text
                            && !FORGED.matcher(text).matches()
                    ? text
                    : id;
            List<String> groups = texts(value(claims, settings.rolesClaim()));
            return Optional.of(new CallerAuthentication(
                    new Caller(id, name, settings.rules().of(groups))));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    /** The name of a claim itself may hold dots; else they lead into objects, as in {@code realm_access.roles}. */
    private static @Nullable Object value(Map<?, ?> claims, String path) {
        if (claims.containsKey(path)) {
            return claims.get(path);
        }
        Object value = claims;
        for (String name : path.split("\\.")) {
            value = value instanceof Map<?, ?> map ? map.get(name) : null;
        }
        return value;
    }

    /** A list, or one text in which spaces part them, as in {@code scope}. */
    private static List<String> texts(@Nullable Object value) {
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .filter(String.class::isInstance)
                    .map(String.class::cast)
                    .toList();
        }
        return value instanceof String text ? Arrays.asList(text.split(" ")) : List.of();
    }
}
