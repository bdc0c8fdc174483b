package io.loadplane.api.audit;

import com.google.re2j.Pattern;
import io.loadplane.api.problem.Problem;
import io.loadplane.api.security.Calls;
import io.loadplane.model.ControlPlaneException;
import io.loadplane.model.access.Caller;
import io.loadplane.model.access.TokenText;
import io.loadplane.model.audit.AuditEntry.Refusal;
import io.loadplane.model.audit.AuditEntry.Subject;
import io.loadplane.model.audit.AuditEntry.Who;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.RouteAttributes;
import io.micronaut.web.router.RouteMatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Notices every refused attempt as it leaves, whoever refused it. */
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
class RefusalFilter {

    private static final Pattern ID = Pattern.compile("[a-z]{2,10}-[0-9a-z]{26}");
    private static final Pattern SCHEME = Pattern.compile("(?i)^bearer +");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    /** They are posted, but change nothing. */
    private static final Set<String> QUESTIONS = Set.of("validate_load_test", "verify_credential");

    private static final Map<String, String> KINDS = Map.of(
            "loadtests", "load_test",
            "runs", "run",
            "schedules", "schedule",
            "environments", "environment",
            "cluster-credentials", "cluster_credential",
            "tokens", "token",
            "webhooks", "webhook");

    private final Calls calls;
    private final RefusalLog log;

    RefusalFilter(Calls calls, RefusalLog log) {
        this.calls = calls;
        this.log = log;
    }

    @ResponseFilter
    void notice(HttpRequest<?> request, MutableHttpResponse<?> response) {
        if (response.code() < 400 || response.code() >= 500) {
            return;
        }
        Caller caller = calls.callerOf(request);
        if (isRefusal(request, caller, response.code())) {
            String code = response.getBody(Problem.class).map(Problem::code).orElse("none");
            Refusal refusal = new Refusal(response.code(), code);
            log.note(new RefusalLog.Attempt(
                    Who.of(caller), caller.call().action(), subject(request, response.code()), refusal));
        }
    }

    /** What asks too often is bounded already, and who mistypes a path was refused nothing. */
    private static boolean isRefusal(HttpRequest<?> request, Caller caller, int status) {
        boolean changes = !READING.contains(request.getMethod())
                && !QUESTIONS.contains(caller.call().action());
        return switch (HttpStatus.valueOf(status)) {
            case UNAUTHORIZED -> request.getHeaders().contains(HttpHeaders.AUTHORIZATION);
            case FORBIDDEN -> true;
            case TOO_MANY_REQUESTS -> false;
            case NOT_FOUND -> id(request) != null;
            default -> changes && RouteAttributes.getRouteMatch(request).isPresent();
        };
    }

    /** Of a token that opened nothing, which one it claims to be says most. */
    private static Subject subject(HttpRequest<?> request, int status) {
        Optional<TokenText> presented = request.getHeaders()
                .getAuthorization()
                .map(text -> SCHEME.matcher(text).replaceFirst(""))
                .flatMap(TokenText::parse);
        if (status == HttpStatus.UNAUTHORIZED.getCode() && presented.isPresent()) {
            return new Subject("token", presented.get().id().value(), null, List.of());
        }
        String[] steps = request.getPath().split("/", 3);
        String noun = steps.length > 1 ? steps[1] : "";
        boolean known = RouteAttributes.getRouteMatch(request).isPresent();
        List<String> environments = request.getAttribute(ControlPlaneException.ENVIRONMENTS, String.class).stream()
                .flatMap(names -> Stream.of(names.split(",")))
                .filter(name -> !name.isEmpty())
                .toList();
        return new Subject(known ? KINDS.getOrDefault(noun, noun) : "none", id(request), null, environments);
    }

    private static @Nullable String id(HttpRequest<?> request) {
        return RouteAttributes.getRouteMatch(request)
                .map(RouteMatch::getVariableValues)
                .map(values -> values.get("id"))
                .map(Object::toString)
                .filter(text -> ID.matcher(text).matches())
                .orElse(null);
    }
}
