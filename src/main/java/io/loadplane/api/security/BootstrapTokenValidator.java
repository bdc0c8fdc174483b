package io.loadplane.api.security;

import io.loadplane.model.access.Caller;
import io.loadplane.model.access.Grant;
import io.loadplane.model.access.Role;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Singleton;
import java.util.List;
import org.reactivestreams.Publisher;

/** Lets in who presents the bootstrap token. */
@Singleton
class BootstrapTokenValidator implements TokenValidator<HttpRequest<?>> {

    private static final CallerAuthentication BOOTSTRAP = new CallerAuthentication(
            new Caller(Caller.BOOTSTRAP, Caller.BOOTSTRAP, List.of(Grant.everywhere(Role.PLATFORM))));

    private final BootstrapToken token;

    BootstrapTokenValidator(BootstrapToken token) {
        this.token = token;
    }

    @Override
    public Publisher<Authentication> validateToken(String presented, HttpRequest<?> request) {
        return token.matches(presented) ? Publishers.just(BOOTSTRAP) : Publishers.empty();
    }
}
