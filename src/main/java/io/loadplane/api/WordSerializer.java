package io.loadplane.api;

import io.loadplane.model.Words;
import io.micronaut.core.type.Argument;
import io.micronaut.serde.Encoder;
import io.micronaut.serde.Serializer;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Our enums go out in lower case. */
@Singleton
class WordSerializer implements Serializer<Enum<?>> {

    @Override
    public void serialize(Encoder encoder, EncoderContext context, Argument<? extends Enum<?>> type, Enum<?> value)
            throws IOException {
        encoder.encodeString(Words.of(value));
    }
}
