package io.loadplane.engine;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.cluster.Deployment;
import io.loadplane.model.environment.Environment;
import io.loadplane.model.environment.PlaceRules;
import io.loadplane.model.loadtest.Definition;
import io.loadplane.model.run.Reason;
import io.loadplane.model.run.ReasonCode;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether an environment still allows a run that was once let in, before anything of it comes to its target. */
final class PolicyGate {

    private PolicyGate() {}

    /** What the run no longer keeps, all of it; empty when it may start. */
    static Optional<Reason> refusal(Deployment deployment) {
        Environment environment = deployment.target().environment();
        Findings findings = new Findings();
        PlaceRules.check(new Definition(deployment.source(), deployment.settings()), environment, findings);
        if (findings.errorCount() == 0) {
            return Optional.empty();
        }
        String all = findings.errors().stream().map(Finding::message).distinct().collect(Collectors.joining("; "));
        return Optional.of(Reason.of(
                ReasonCode.POLICY_CHANGED,
                "the environment \"%s\" has changed since the run was asked for: %s"
                        .formatted(environment.name(), all)));
    }
}
