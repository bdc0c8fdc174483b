package io.loadplane.kubernetes;

import io.loadplane.kubernetes.manifest.Limits;
import io.loadplane.kubernetes.watch.RunReader.Patience;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;

/**
 * How runs are kept on clusters.
 *
 * @param troubleWait how long something may be wrong that may still right itself, before the run fails for it
 * @param unschedulableWait how long a pod may wait for a node
 * @param linger how long a master keeps its result for us once its load is over
 * @param keepFinished how long finished Jobs stay when nobody removes them
 */
@ConfigurationProperties("loadplane.kubernetes")
record KubernetesSettings(Duration troubleWait, Duration unschedulableWait, Duration linger, Duration keepFinished) {

    Limits limits() {
        return new Limits(linger, keepFinished);
    }

    Patience patience() {
        return new Patience(troubleWait, unschedulableWait);
    }
}
