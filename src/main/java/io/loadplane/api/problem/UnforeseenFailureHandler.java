package io.loadplane.api.problem;

import com.google.re2j.Pattern;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Failures that nobody foresaw. When the database has gone, nothing is known about the request, and it may be repeated;
 * everything else is a fault of ours.
 */
@Singleton
class UnforeseenFailureHandler implements ExceptionHandler<RuntimeException, HttpResponse<Problem>> {

    private static final Logger LOG = LoggerFactory.getLogger(UnforeseenFailureHandler.class);

    /** Of PostgreSQL: connections that break, resources that run out (such as the disk), a server that starts or ends. */
    private static final Pattern AWAY = Pattern.compile("08...|53...|57P0[1-5]");

    @Override
    public HttpResponse<Problem> handle(HttpRequest request, RuntimeException failure) {
        boolean away = Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20)
                .anyMatch(UnforeseenFailureHandler::isAway);
        if (away) {
            LOG.atDebug().setCause(failure).log("database unavailable");
        } else {
            LOG.error("{} {} failed", request.getMethodName(), request.getPath(), failure);
        }
        Problem problem = away
                ? Problems.of(
                        HttpStatus.SERVICE_UNAVAILABLE,
                        "database_unavailable",
                        "The database does not answer; repeat the request in some seconds.")
                : Problems.internal();
        return Problems.respond(
                HttpResponse.<Problem>serverError().status(problem.status()).body(problem), problem);
    }

    private static boolean isAway(Throwable cause) {
        return cause instanceof ConnectionException
                || cause instanceof SQLTransientConnectionException
                || cause instanceof SQLException failure
                        && failure.getSQLState() != null
                        && AWAY.matcher(failure.getSQLState()).matches();
    }
}
