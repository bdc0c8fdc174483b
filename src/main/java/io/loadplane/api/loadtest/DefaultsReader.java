package io.loadplane.api.loadtest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loadplane.api.request.JsonBody;
import io.loadplane.api.request.RecordReader;
import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import java.util.List;

/** Checks the fields of a definition that an environment fills in for its callers. */
public final class DefaultsReader {

    /** Whose value for everybody would make no sense. */
    private static final List<String> OWN = List.of("name", "environment", "cluster_credential_id", "namespace");

    private DefaultsReader() {}

    /** Findings at places below {@code /defaults}; nothing is required there. */
    public static void check(ObjectNode defaults, Findings findings) {
        Findings own = new Findings();
        new RecordReader(own).read(new JsonBody(defaults), DefinitionBody.class);
        own.errors().stream()
                .filter(finding -> !finding.code().equals("required"))
                .forEach(finding -> findings.error("/defaults" + finding.pointer(), finding.code(), finding.message()));
        OWN.stream()
                .filter(defaults::has)
                .forEach(field -> findings.error(
                        "/defaults" + Finding.step(field), "not_a_default", field + " cannot have a default"));
    }
}
