package io.loadplane.api.security;

import io.loadplane.model.access.Caller;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;

/** Makes the caller a parameter of controllers. */
@Singleton
class CallerBinder implements TypedRequestArgumentBinder<Caller> {

    private final Calls calls;

    CallerBinder(Calls calls) {
        this.calls = calls;
    }

    @Override
    public Argument<Caller> argumentType() {
        return Argument.of(Caller.class);
    }

    @Override
    public BindingResult<Caller> bind(ArgumentConversionContext<Caller> context, HttpRequest<?> request) {
        return () -> request.getUserPrincipal(CallerAuthentication.class).map(known -> calls.callerOf(request));
    }
}
