package io.loadplane.api.problem;

import io.loadplane.model.Words;
import io.loadplane.model.cluster.ClusterException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.util.Locale;

/** A cluster that refuses or is silent while a caller waits for it. The code is that of the reason. */
@Singleton
class ClusterExceptionHandler implements ExceptionHandler<ClusterException, HttpResponse<Problem>> {

    @Override
    public HttpResponse<Problem> handle(HttpRequest request, ClusterException failure) {
        String message = failure.reason().message();
        Problem problem = Problems.of(
                HttpStatus.CONFLICT,
                Words.of(failure.reason().code()),
                "%s%s. POST /cluster-credentials/{id}/verify tells what to do."
                        .formatted(message.substring(0, 1).toUpperCase(Locale.ROOT), message.substring(1)));
        return Problems.respond(
                HttpResponse.<Problem>status(HttpStatus.CONFLICT).body(problem), problem);
    }
}
