package io.loadplane.model;

import java.util.List;

/** What the caller sent cannot be used; nothing was stored. Holds every finding, not just the first. */
public final class InvalidRequest extends ControlPlaneException {

    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    public InvalidRequest(List<Finding> findings) {
        super(Kind.INVALID, "invalid_request", sentence(findings));
        this.findings = List.copyOf(findings);
    }

    public InvalidRequest(Finding finding) {
        this(List.of(finding));
    }

    public List<Finding> findings() {
        return findings;
    }

    private static String sentence(List<Finding> findings) {
        String first = findings.getFirst().message();
        return findings.size() == 1 ? first : "%d things are wrong; the first: %s".formatted(findings.size(), first);
    }
}
