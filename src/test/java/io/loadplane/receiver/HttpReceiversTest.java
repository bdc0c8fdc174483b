package io.loadplane.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.loadplane.model.webhook.DeliveryId;
import io.loadplane.model.webhook.Event;
import io.loadplane.model.webhook.Receivers;
import io.loadplane.testing.HostileReceiver;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpReceiversTest {

    private final HostileReceiver receiver = HostileReceiver.start();

    @AfterEach
    void close() {
        receiver.close();
    }

    /** Names are given other addresses between the check and the call; so the call itself refuses. */
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]"})
    void an_address_that_is_not_permitted_is_not_connected_to(String host) {
        Receivers.Answer answer = receivers("").send(message("http://%s:%d/ok".formatted(host, receiver.port())));

        assertThat(answer.status()).isNull();
        assertThat(answer.error()).isIn(GuardedSockets.SENTENCE, "its host cannot be found");
        assertThat(receiver.received("/")).isEmpty();
    }

    @Test
    void an_address_that_is_permitted_is_connected_to() {
        assertThat(receivers("127.0.0.1").send(message(receiver.url("/ok"))))
                .isEqualTo(new Receivers.Answer(200, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/hangs", "/drips"})
    void whoever_takes_too_long_is_left(String path) {
        long begun = System.nanoTime();

        Receivers.Answer answer = receivers("127.0.0.1").send(message(receiver.url(path)));

        assertThat(answer).isEqualTo(new Receivers.Answer(null, "no answer within 300 ms"));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void an_answer_without_end_is_not_read() {
        long begun = System.nanoTime();

        Receivers.Answer answer = receivers("127.0.0.1").send(message(receiver.url("/floods")));

        assertThat(answer).isEqualTo(new Receivers.Answer(200, null));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(2));
    }

    private static Receivers receivers(String allowed) {
        return new HttpReceivers(new ReceiverSettings(Duration.ofMillis(300), allowed), Clock.systemUTC());
    }

    private static Receivers.Message message(String url) {
        return new Receivers.Message(
                new DeliveryId("dlv-01k0000000000000000000000a"), Event.TEST, url, "secret", Map.of("event", "test"));
    }
}
