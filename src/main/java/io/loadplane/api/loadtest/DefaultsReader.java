package io.loadplane.api.loadtest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.RecordReader;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.loadtest.DefinitionDefaults;
import java.util.List;
import java.util.Map;

/** Checks the fields of a definition that an environment fills in for its callers. */
public final class DefaultsReader {

    /** Whose value for everybody would make no sense. */
    private static final List<String> OWN =
            List.of("name", "environment", "cluster_credential_id", "namespace", "helm_values");

    /** For what every definition needs and no environment has to give. */
    private static final Map<String, Object> PLACEHOLDERS = Map.of("name", "defaults", "main_py_content", "pass");

    private static final DefinitionDefaults OURS = new DefinitionDefaults("locustio/locust:2.47.0");

    private DefaultsReader() {}

    /** A definition in which the defaults are all that was given; findings are at places below {@code /defaults}. */
    public static Definition read(ObjectNode defaults, Findings findings) {
        Findings own = new Findings(pointer -> "/defaults" + pointer);
        DefinitionBody body =
                new RecordReader(own).read(new JsonBody(defaults).over(PLACEHOLDERS), DefinitionBody.class);
        findings.addAll(own.errors());
        OWN.stream()
                .filter(defaults::has)
                .forEach(field -> findings.error(
                        "/defaults" + Finding.step(field), "not_a_default", field + " cannot have a default"));
        return DefinitionReader.read(body, "", OURS);
    }
}
