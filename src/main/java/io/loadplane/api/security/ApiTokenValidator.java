package io.loadplane.api.security;

import io.loadplane.model.access.TokenText;
import io.loadplane.service.TokenHolders;
import io.micronaut.core.async.publisher.AsyncSingleResultPublisher;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.HttpRequest;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.token.validator.TokenValidator;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;

/** Lets in who presents an API token. The database may be asked, so this leaves the event loop. */
@Singleton
class ApiTokenValidator implements TokenValidator<HttpRequest<?>> {

    private final TokenHolders holders;
    private final ExecutorService blocking;

    ApiTokenValidator(TokenHolders holders, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.holders = holders;
        this.blocking = blocking;
    }

    @Override
    public Publisher<Authentication> validateToken(String presented, HttpRequest<?> request) {
        if (!presented.startsWith(TokenText.PREFIX)) {
            return Publishers.empty();
        }
        return new AsyncSingleResultPublisher<>(
                blocking,
                () -> holders.find(presented).map(CallerAuthentication::new).orElse(null));
    }
}
