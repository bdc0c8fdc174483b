package io.loadplane.api.loadtest;

import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.RecordReader;
import io.loadplane.model.Findings;
import io.loadplane.model.access.Action;
import io.loadplane.model.access.Caller;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.helm.HelmValues;
import io.loadplane.model.helm.Translation;
import io.loadplane.model.loadtest.DefinitionDefaults;
import io.loadplane.model.loadtest.Draft;
import io.loadplane.service.Bulkhead;
import io.loadplane.service.Bulkhead.Work;
import io.loadplane.service.EnvironmentService;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Reads definitions: what the caller wrote, over the chart values they gave, over the defaults of the environment, over ours. */
@Singleton
class DraftReader {

    private final EnvironmentService environments;
    private final DefinitionDefaults defaults;
    private final Bulkhead bulkhead;

    DraftReader(EnvironmentService environments, Bulkhead bulkhead, @Value("${loadplane.locust.image}") String image) {
        this.environments = environments;
        this.bulkhead = bulkhead;
        this.defaults = new DefinitionDefaults(image);
    }

    /** A body of some kind, and the draft that is in it. */
    record Read<T>(T body, Draft draft) {}

    <T extends Record> Read<T> read(
            byte[] bytes, Class<T> type, Function<T, DefinitionBody> definition, Caller caller) {
        return bulkhead.run(Work.CHECKS, () -> parse(bytes, type, definition, caller));
    }

    private <T extends Record> Read<T> parse(
            byte[] bytes, Class<T> type, Function<T, DefinitionBody> definition, Caller caller) {
        JsonBody body = JsonBody.parse(bytes);
        String named = body.text("environment");
        Optional<Environment> environment = environments.choose(named, caller.reach(Action.SEE));
        Findings untranslated = new Findings();
        Translation translation = HelmValues.translate(body.map("helm_values"), untranslated);
        Findings findings = new Findings(pointer ->
                body.has(pointer) ? pointer : Objects.requireNonNullElse(translation.originOf(pointer), pointer));
        findings.addAll(untranslated.errors());
        T request = new RecordReader(findings)
                .read(
                        body.over(translation.definition())
                                .over(environment.map(Environment::defaults).orElse(Map.of())),
                        type);
        String name = environment.map(Environment::name).orElse(named == null ? "" : named);
        return new Read<>(
                request, new Draft(DefinitionReader.read(definition.apply(request), name, defaults), findings));
    }
}
