package io.loadplane.api.problem;

import io.loadplane.model.access.Action;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.micronaut.security.authentication.AuthorizationException;
import io.micronaut.security.authentication.DefaultAuthorizationExceptionHandler;
import jakarta.inject.Singleton;

/**
 * Requests without a token, or with one that opens nothing; says no more than that. The only path that is guarded by more
 * than a valid token is that of the figures.
 */
@Singleton
@Replaces(DefaultAuthorizationExceptionHandler.class)
class UnauthorizedHandler implements ExceptionHandler<AuthorizationException, MutableHttpResponse<?>> {

    @Override
    public MutableHttpResponse<?> handle(HttpRequest request, AuthorizationException failure) {
        Problem problem = failure.isForbidden()
                ? Problems.of(Action.READ_FIGURES.refused())
                : Problems.of(
                        HttpStatus.UNAUTHORIZED,
                        "unauthorized",
                        "Send a valid token as \"Authorization: Bearer …\". The first start wrote one to the file \"token\" in LOADPLANE_HOME; others are made at /tokens.");
        MutableHttpResponse<Problem> response = HttpResponse.<Problem>status(HttpStatus.valueOf(problem.status()))
                .body(problem);
        if (!failure.isForbidden()) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
        return Problems.respond(response, problem);
    }
}
