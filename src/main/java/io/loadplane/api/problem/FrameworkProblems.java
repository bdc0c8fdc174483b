package io.loadplane.api.problem;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteMatch;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/** What the HTTP server itself refuses (unknown paths, wrong methods, bodies that are too large) and what it cannot handle. */
@Singleton
@Primary
class FrameworkProblems implements ErrorResponseProcessor<Problem> {

    private final Router router;

    FrameworkProblems(Router router) {
        this.router = router;
    }

    @Override
    public MutableHttpResponse<Problem> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        Problem problem = problemFor(HttpStatus.valueOf(response.code()), context);
        MutableHttpResponse<Problem> answer = Problems.respond(response.body(problem), problem);
        if (response.code() == HttpStatus.METHOD_NOT_ALLOWED.getCode()) {
            answer.getHeaders().set(HttpHeaders.ALLOW, allowed(context.getRequest()));
        }
        // What cannot be read as a request never comes to the filters.
        AnswerHeaders.addTo(answer);
        return answer;
    }

    /** The router also names what could be done if {@code validate} in {@code /loadtests/validate} were an id. */
    private String allowed(HttpRequest<?> request) {
        List<UriRouteMatch<Object, Object>> matches = router.findAny(request);
        int fewest =
                matches.stream().mapToInt(FrameworkProblems::variables).min().orElse(0);
        return matches.stream()
                .filter(match -> variables(match) == fewest)
                .map(match -> match.getHttpMethod().name())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static int variables(UriRouteMatch<?, ?> match) {
        return match.getVariableValues().size();
    }

    private static Problem problemFor(HttpStatus status, ErrorContext context) {
        String path = context.getRequest().getPath();
        return switch (status) {
            case NOT_FOUND -> Problems.of(status, "not_found", "There is nothing at %s.".formatted(path));
            case METHOD_NOT_ALLOWED ->
                Problems.of(
                        status,
                        "method_not_allowed",
                        "%s is not possible at %s."
                                .formatted(context.getRequest().getMethodName(), path));
            case REQUEST_ENTITY_TOO_LARGE ->
                Problems.of(
                        status,
                        "body_too_large",
                        "The request is larger than this service accepts: its body (loadplane.max-request-size), its path or its headers.");
            case UNSUPPORTED_MEDIA_TYPE ->
                Problems.of(status, "unsupported_media_type", "Send the body as \"Content-Type: application/json\".");
            case NOT_ACCEPTABLE ->
                Problems.of(
                        status, "not_acceptable", "This operation does not answer in a media type that is accepted.");
            case MISDIRECTED_REQUEST ->
                Problems.of(
                        status,
                        "misdirected_request",
                        "This service does not answer under the name by which it was asked (loadplane.hosts).");
            default -> other(status);
        };
    }

    private static Problem other(HttpStatus status) {
        return status.getCode() < 500
                ? Problems.of(
                        status,
                        "invalid_request",
                        "The request cannot be understood: %s.".formatted(status.getReason()))
                : Problems.internal();
    }
}
