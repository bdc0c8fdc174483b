package io.loadplane.api.problem;

import io.loadplane.model.SecretUnreadable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was sealed under a key that this process does not have; another replica may have it. */
@Singleton
class KeyMissingHandler implements ExceptionHandler<SecretUnreadable, HttpResponse<Problem>> {

    private static final Logger LOG = LoggerFactory.getLogger(KeyMissingHandler.class);

    @Override
    public HttpResponse<Problem> handle(HttpRequest request, SecretUnreadable failure) {
        LOG.warn("{} {} failed: {}", request.getMethodName(), request.getPath(), failure.getMessage());
        Problem problem = Problems.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "key_missing",
                "This process lacks the key under which a secret that the request needs is sealed; its log says which.");
        return Problems.respond(
                HttpResponse.<Problem>serverError().status(problem.status()).body(problem), problem);
    }
}
