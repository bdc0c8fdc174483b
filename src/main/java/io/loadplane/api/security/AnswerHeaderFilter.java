package io.loadplane.api.security;

import io.loadplane.api.problem.AnswerHeaders;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;

/** Every answer says how it is to be treated, also refusals. */
@ServerFilter("/**")
@Order(Ordered.HIGHEST_PRECEDENCE)
class AnswerHeaderFilter {

    @ResponseFilter
    void add(MutableHttpResponse<?> response) {
        AnswerHeaders.addTo(response);
    }
}
