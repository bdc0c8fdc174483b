package io.loadplane.api.run;

import io.loadplane.model.Words;
import io.swagger.v3.oas.annotations.media.Schema;
import java.nio.charset.StandardCharsets;

/**
 * What the stream of a run sends, again and again.
 *
 * @param id seq of the entry; end for the last one
 * @param event what data is
 * @param data the JSON of an Event (status, event), a Sample (sample) or the Run (end)
 */
@Schema(name = "StreamEvent")
record StreamEvent(
        String id,

        @Schema(
                implementation = String.class,
                allowableValues = {"status", "event", "sample", "end"})
        Kind event,

        String data) {

    enum Kind {
        STATUS,
        EVENT,
        SAMPLE,
        END
    }

    /** As it goes over the wire; JSON has no line ends of its own. */
    byte[] toBytes() {
        return "id: %s\nevent: %s\ndata: %s\n\n"
                .formatted(id, Words.of(event), data)
                .getBytes(StandardCharsets.UTF_8);
    }
}
