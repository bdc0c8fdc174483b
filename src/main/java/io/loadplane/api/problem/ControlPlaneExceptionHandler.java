package io.loadplane.api.problem;

import io.loadplane.model.ControlPlaneException;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Failures that the rest of Loadplane reports on purpose. */
@Singleton
class ControlPlaneExceptionHandler implements ExceptionHandler<ControlPlaneException, HttpResponse<Problem>> {

    @Override
    public HttpResponse<Problem> handle(HttpRequest request, ControlPlaneException failure) {
        Problem problem = Problems.of(failure);
        request.setAttribute(
                ControlPlaneException.ENVIRONMENTS,
                failure.members().getOrDefault(ControlPlaneException.ENVIRONMENTS, ""));
        MutableHttpResponse<Problem> response = Problems.respond(
                HttpResponse.<Problem>status(problem.status(), problem.title()).body(problem), problem);
        String retryAfter = failure.members().get("retry_after");
        if (retryAfter != null) {
            response.getHeaders().set(HttpHeaders.RETRY_AFTER, retryAfter);
        }
        return response;
    }
}
