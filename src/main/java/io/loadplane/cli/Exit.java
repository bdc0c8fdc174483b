package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** How a command ends. Of several that apply to a run, usage comes first, then timeout, and so on in the order of {@link #of}. */
enum Exit {
    DONE(0),
    CRITERIA_FAILED(1),
    /** The caller asked for something that cannot be done; asking again changes nothing. */
    USAGE(2),
    FAILED(3),
    STOPPED(4),
    NOT_VALID(5),
    /** Nobody knows how the run ends: the wait for it was over before. */
    TIMEOUT(6);

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** What the end of a run means. Criteria that a complete run could not answer are not fulfilled. */
    static Exit of(JsonNode run, boolean requireValid) {
        String status = run.path("status").asText();
        String verdict = run.path("verdict").asText();
        if (status.equals("failed")) {
            return FAILED;
        } else if (verdict.equals("failed")
                || verdict.equals("not_evaluated")
                        && status.equals("completed")
                        && !run.path("criteria").isEmpty()) {
            return CRITERIA_FAILED;
        } else if (status.equals("stopped")) {
            return STOPPED;
        } else if (requireValid && !run.path("validity").path("state").asText().equals("valid")) {
            return NOT_VALID;
        }
        return DONE;
    }
}
