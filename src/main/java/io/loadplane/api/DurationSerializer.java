package io.loadplane.api;

import io.loadplane.model.Durations;
import io.micronaut.core.type.Argument;
import io.micronaut.serde.Encoder;
import io.micronaut.serde.Serializer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;

/** Durations go out as they came in: {@code "5m"}. */
@Singleton
class DurationSerializer implements Serializer<Duration> {

    @Override
    public void serialize(Encoder encoder, EncoderContext context, Argument<? extends Duration> type, Duration value)
            throws IOException {
        encoder.encodeString(Durations.format(value));
    }
}
