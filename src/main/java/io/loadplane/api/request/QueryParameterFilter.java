package io.loadplane.api.request;

import io.loadplane.model.Finding;
import io.loadplane.model.InvalidRequest;
import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Refuses query parameters that an operation does not have, whose values are of another type, or that are missing, all at once. */
@ServerFilter("/**")
@Order(QueryParameterFilter.ORDER)
class QueryParameterFilter {

    /** After {@link io.micronaut.http.filter.ServerFilterPhase#SECURITY}: who presents no valid token learns nothing. */
    static final int ORDER = 41_000;

    private final ConversionService conversions;

    QueryParameterFilter(ConversionService conversions) {
        this.conversions = conversions;
    }

    @RequestFilter
    void check(HttpRequest<?> request) {
        RouteAttributes.getRouteMatch(request)
                .filter(route -> route instanceof MethodBasedRouteMatch<?, ?>)
                .ifPresent(route -> check(request, ((MethodBasedRouteMatch<?, ?>) route).getArguments()));
    }

    private void check(HttpRequest<?> request, Argument<?>[] arguments) {
        Map<String, Argument<?>> known = new HashMap<>();
        for (Argument<?> argument : arguments) {
            if (argument.getAnnotationMetadata().hasAnnotation(RequestBean.class)) {
                BeanIntrospection.getIntrospection(argument.getType())
                        .getBeanProperties()
                        .forEach(property -> remember(property.getAnnotationMetadata(), property.asArgument(), known));
            } else {
                remember(argument.getAnnotationMetadata(), argument, known);
            }
        }
        List<Finding> findings = new ArrayList<>();
        request.getParameters().asMap().forEach((name, values) -> {
            Argument<?> argument = known.get(name);
            if (argument == null) {
                findings.add(Finding.inParameter(
                        name,
                        "unknown_parameter",
                        "there is no parameter \"%s\"%s".formatted(name, Suggestion.of(name, known.keySet()))));
            } else if (values.stream().anyMatch(value -> value.indexOf('\0') >= 0)) {
                findings.add(
                        Finding.inParameter(name, "forbidden_character", "%s must not contain U+0000".formatted(name)));
            } else if (argument.getType() != List.class) {
                checkSingle(name, values, argument, findings);
            }
        });
        known.forEach((name, argument) -> {
            if (!argument.isNullable() && !request.getParameters().contains(name)) {
                findings.add(Finding.inParameter(name, "required", "%s is required".formatted(name)));
            }
        });
        if (!findings.isEmpty()) {
            throw new InvalidRequest(findings);
        }
    }

    private static void remember(AnnotationMetadata annotations, Argument<?> argument, Map<String, Argument<?>> known) {
        annotations
                .findAnnotation(QueryValue.class)
                .ifPresent(query -> known.put(query.stringValue().orElse(argument.getName()), argument));
    }

    private void checkSingle(String name, List<String> values, Argument<?> argument, List<Finding> findings) {
        if (values.size() > 1) {
            findings.add(Finding.inParameter(name, "repeated_parameter", "%s may be given once".formatted(name)));
        } else if (!isOfType(values.getFirst(), argument.getType())) {
            String expected = argument.getType() == Integer.class ? "a whole number" : "true or false";
            findings.add(Finding.inParameter(name, "wrong_type", "%s must be %s".formatted(name, expected)));
        }
    }

    private boolean isOfType(String value, Class<?> type) {
        return type == Boolean.class
                ? value.equals("true") || value.equals("false")
                : conversions.convert(value, type).isPresent();
    }
}
