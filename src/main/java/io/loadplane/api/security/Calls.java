package io.loadplane.api.security;

import io.loadplane.model.Words;
import io.loadplane.model.access.Caller;
import io.micronaut.http.HttpRequest;
import io.micronaut.web.router.MethodBasedRouteMatch;
import io.micronaut.web.router.RouteAttributes;
import jakarta.inject.Singleton;
import java.util.List;

/** Tells what a request asks for, who asks, and from where. */
@Singleton
public class Calls {

    private static final Caller NOBODY = new Caller("nobody", "nobody", List.of());

    private final ClientAddresses addresses;

    Calls(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    /** Whoever asks; nobody when that is not known. */
    public Caller callerOf(HttpRequest<?> request) {
        Caller caller = request.getUserPrincipal(CallerAuthentication.class)
                .map(CallerAuthentication::caller)
                .orElse(NOBODY);
        return caller.calling(new Caller.Call(actionOf(request), addresses.of(request)));
    }

    /** The id of the operation in the API description, in our way of writing names. */
    private static String actionOf(HttpRequest<?> request) {
        return RouteAttributes.getRouteMatch(request)
                .filter(route -> route instanceof MethodBasedRouteMatch<?, ?>)
                .map(route -> ((MethodBasedRouteMatch<?, ?>) route).getMethodName())
                .map(Words::snakeCase)
                .orElse(Caller.Call.NONE.action());
    }
}
