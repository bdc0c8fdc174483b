package io.loadplane.model;

import java.util.List;
import java.util.stream.Collectors;

/** What the caller sent cannot be used; nothing was stored. Holds every finding, not just the first. */
public final class InvalidRequest extends ControlPlaneException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public InvalidRequest(List<Finding> findings) {
        this("invalid_request", sentence(findings), findings);
    }

    /** What was stored in order is no longer what its environment allows. */
    public static InvalidRequest policyChanged(List<Finding> findings) {
        return new InvalidRequest(
                "policy_changed",
                "The environment was changed after the load test was stored, and no longer allows it: "
                        + sentence(findings),
                findings);
    }

    private InvalidRequest(String code, String message, List<Finding> findings) {
        super(Kind.INVALID, code, message);
        this.findings = List.copyOf(findings);
    }

    public InvalidRequest(Finding finding) {
        this(List.of(finding));
    }

    public List<Finding> findings() {
        return findings;
    }

    /** All of it in one line, for where there is room for no more. */
    public String sentence() {
        return findings.stream().map(Finding::message).collect(Collectors.joining("; ", code() + ": ", ""));
    }

    private static String sentence(List<Finding> findings) {
        String first = findings.getFirst().message();
        return findings.size() == 1 ? first : "%d things are wrong; the first: %s".formatted(findings.size(), first);
    }
}
