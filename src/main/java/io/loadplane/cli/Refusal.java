package io.loadplane.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.StringJoiner;

/** The service answered with a problem. */
final class Refusal extends CommandFailure {

    private static final int UNAUTHORIZED = 401;
    private static final int SERVER_ERROR = 500;

    private final int status;
    private final String code;

    Refusal(int status, JsonNode problem) {
        super(status >= SERVER_ERROR ? Exit.FAILED : Exit.USAGE, sentence(status, problem));
        this.status = status;
        this.code = problem.path("code").asText();
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    /** With everything that is wrong, each at its place. */
    private static String sentence(int status, JsonNode problem) {
        StringJoiner lines = new StringJoiner("\n  ");
        lines.add(problem.path("detail").asText("The service answered " + status + "."));
        if (status == UNAUTHORIZED) {
            lines.add("Give a token with --token, LOADPLANE_TOKEN or the configuration file.");
        }
        for (JsonNode error : problem.path("errors")) {
            lines.add(error.path("pointer").asText(error.path("parameter").asText()) + ": "
                    + error.path("message").asText());
        }
        return lines.toString();
    }
}
