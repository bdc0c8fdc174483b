package io.loadplane.api.operations;

import io.loadplane.model.Vital;
import io.micronaut.core.async.publisher.AsyncSingleResultPublisher;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;

/** Readiness: whether everything vital works, and what is wrong if not. A cluster that is away is not vital. */
@Singleton
@Readiness
class VitalIndicator implements HealthIndicator {

    private final Collection<Vital> vitals;
    private final ExecutorService blocking;

    VitalIndicator(Collection<Vital> vitals, @Named(TaskExecutors.BLOCKING) ExecutorService blocking) {
        this.vitals = vitals;
        this.blocking = blocking;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        return new AsyncSingleResultPublisher<>(blocking, this::look);
    }

    private HealthResult look() {
        Map<String, String> states = new TreeMap<>();
        HealthStatus status = HealthStatus.UP;
        for (Vital vital : vitals) {
            String trouble = vital.trouble();
            states.put(vital.name(), trouble == null ? "ok" : trouble);
            status = trouble == null ? status : HealthStatus.DOWN;
        }
        return HealthResult.builder("vital", status).details(states).build();
    }
}
