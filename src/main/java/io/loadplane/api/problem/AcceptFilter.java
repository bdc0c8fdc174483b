package io.loadplane.api.problem;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpHeaders;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.server.annotation.PreMatching;

/**
 * Clients that are generated from the description ask for one of the media types of an answer, which can be that of problems;
 * they take the others as well.
 */
@ServerFilter("/**")
class AcceptFilter {

    @PreMatching
    @RequestFilter
    void widen(HttpRequest<?> request) {
        if (Problem.MEDIA_TYPE.equals(request.getHeaders().get(HttpHeaders.ACCEPT))
                && request.getHeaders() instanceof MutableHttpHeaders headers) {
            headers.set(HttpHeaders.ACCEPT, MediaType.ALL);
        }
    }
}
