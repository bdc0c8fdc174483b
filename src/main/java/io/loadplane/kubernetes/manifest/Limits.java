package io.loadplane.kubernetes.manifest;

import io.loadplane.model.loadtest.Settings;
import java.time.Duration;

/**
 * What ends a run in the cluster itself, should Loadplane never come back. The limit of a Job deletes its pods with
 * their logs, so that of the pods comes first.
 *
 * @param linger how long a master keeps its result for us
 * @param keepFinished how long finished Jobs stay
 */
public record Limits(Duration linger, Duration keepFinished) {

    private static final Duration JOB_MARGIN = Duration.ofMinutes(10);

    /** A master that is told to end collects its result first, and then waits for us to fetch it. */
    private static final Duration FETCH = Duration.ofSeconds(60);

    long masterPod(Settings settings) {
        return settings.deadline().plus(linger).toSeconds();
    }

    long workerPod(Settings settings) {
        Duration own = settings.workersWait()
                .plus(settings.load().runTime())
                .plus(settings.load().stopTimeout())
                .plus(linger);
        return settings.mode() == Settings.Mode.INTERACTIVE
                ? masterPod(settings)
                : Math.min(own.toSeconds(), masterPod(settings));
    }

    long job(long pod) {
        return pod + JOB_MARGIN.toSeconds();
    }

    long grace(Settings settings) {
        return settings.load().stopTimeout().plus(FETCH).toSeconds();
    }

    int keepFinishedSeconds() {
        return (int) keepFinished.toSeconds();
    }
}
