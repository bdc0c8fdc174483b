package io.loadplane.api.run;

import io.loadplane.model.run.Outputs;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.Schema.RequiredMode;
import org.jspecify.annotations.Nullable;

/**
 * Where people find a run on its cluster.
 *
 * @param namespace where its objects are
 * @param service under which Locust's web page lies in the cluster; null when it is not open
 * @param portForwardCommand brings the master's web port to your machine
 * @param uiUrl of Locust's web page; null when no ingress leads to it
 * @param uiUser login of Locust's web page; null when it is not open
 * @param uiPassword made for this run alone; null also for who may not operate the run, and when it is cleaned up
 */
@Serdeable
@Schema(name = "Outputs")
record OutputsView(
        @Schema(example = "load") String namespace,

        @Nullable @Schema(requiredMode = RequiredMode.REQUIRED, example = "run-01k0000000000000000000000a-ui")
        String service,

        @Schema(example = "kubectl -n load port-forward job/run-01k0000000000000000000000a-master 8089:8089")
        String portForwardCommand,

        @Nullable @Schema(requiredMode = RequiredMode.REQUIRED, example = "https://locust.example.com/")
        String uiUrl,

        @Nullable @Schema(requiredMode = RequiredMode.REQUIRED, example = "loadplane")
        String uiUser,

        @Nullable @Schema(requiredMode = RequiredMode.REQUIRED, example = "0123456789abcdef01234567")
        String uiPassword) {

    /**
     * @param operates whether the caller may operate the run, as whoever has the password can
     */
    static OutputsView of(Outputs outputs, boolean operates) {
        return new OutputsView(
                outputs.namespace(),
                outputs.service(),
                outputs.portForwardCommand(),
                outputs.uiUrl(),
                outputs.uiUser(),
                operates ? outputs.uiPassword() : null);
    }
}
