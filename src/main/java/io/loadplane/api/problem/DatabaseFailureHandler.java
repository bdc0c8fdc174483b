package io.loadplane.api.problem;

import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The database does not answer: nothing is known about the request, and it may be repeated. */
@Singleton
class DatabaseFailureHandler implements ExceptionHandler<CannotGetJdbcConnectionException, HttpResponse<Problem>> {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFailureHandler.class);

    @Override
    public HttpResponse<Problem> handle(HttpRequest request, CannotGetJdbcConnectionException failure) {
        LOG.warn("database unavailable", failure);
        Problem problem = Problems.of(
                HttpStatus.SERVICE_UNAVAILABLE,
                "database_unavailable",
                "The database does not answer; repeat the request in some seconds.");
        return Problems.respond(
                HttpResponse.<Problem>serverError().status(problem.status()).body(problem), problem);
    }
}
