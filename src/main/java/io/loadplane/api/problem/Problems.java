package io.loadplane.api.problem;

import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.InvalidRequest;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns failures into problems. Nothing internal ever gets into one. */
final class Problems {

    private Problems() {}

    static Problem of(ControlPlaneException failure) {
        HttpStatus status = statusOf(failure.kind());
        List<Problem.ProblemError> errors = failure instanceof InvalidRequest invalid
                ? invalid.findings().stream()
                        .map(finding -> new Problem.ProblemError(
                                finding.pointer(), finding.parameter(), finding.code(), finding.message()))
                        .toList()
                : null;
        return problem(status, failure.code(), String.valueOf(failure.getMessage()), failure.members(), errors);
    }

    static Problem of(HttpStatus status, String code, String detail) {
        return problem(status, code, detail, Map.of(), null);
    }

    static Problem internal() {
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal_error",
                "Something went wrong here that is not the fault of the request; the log of the service says more.");
    }

    static <T> MutableHttpResponse<T> respond(MutableHttpResponse<T> response, Problem problem) {
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE.getCode()
                || problem.status() == HttpStatus.TOO_MANY_REQUESTS.getCode()) {
            response.header(HttpHeaders.RETRY_AFTER, "5");
        }
        return response.contentType(Problem.MEDIA_TYPE);
    }

    /** No default branch: a new kind does not compile until it has a status. */
    private static HttpStatus statusOf(ControlPlaneException.Kind kind) {
        return switch (kind) {
            case INVALID -> HttpStatus.BAD_REQUEST;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case CONFLICT -> HttpStatus.CONFLICT;
            case PRECONDITION_MISSING -> HttpStatus.PRECONDITION_REQUIRED;
            case PRECONDITION_FAILED -> HttpStatus.PRECONDITION_FAILED;
            case KEY_REUSED -> HttpStatus.UNPROCESSABLE_ENTITY;
            case BUSY -> HttpStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    private static Problem problem(
            HttpStatus status,
            String code,
            String detail,
            Map<String, String> members,
            @Nullable List<Problem.ProblemError> errors) {
        return new Problem(
                "urn:loadplane:problem:" + code,
                status.getReason(),
                status.getCode(),
                detail,
                code,
                members.get("existing_id"),
                members.get("opens_at"),
                errors);
    }
}
