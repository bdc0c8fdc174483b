package io.loadplane.api.security;

import io.loadplane.model.Words;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.micronaut.security.authentication.Authentication;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** A caller whose token was found to be valid. What the caller may do everywhere are the roles by which paths are guarded. */
record CallerAuthentication(Caller caller) implements Authentication {

    @Override
    public String getName() {
        return caller.name();
    }

    @Override
    public Collection<String> getRoles() {
        return Arrays.stream(Action.values())
                .filter(caller::mayEverywhere)
                .map(Words::of)
                .toList();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }
}
