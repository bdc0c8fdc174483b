package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class DemoTargetTest {

    @Test
    void a_shop_whose_usual_port_is_taken_is_found_at_another_one() throws IOException, InterruptedException {
        try (DemoTarget first = DemoTarget.start();
                DemoTarget second = DemoTarget.start()) {
            assertThat(second.isAtUsualPort()).isFalse();
            assertThat(second.url()).isNotEqualTo(first.url());
            assertThat(answer(second)).isEqualTo(200);
        }
    }

    private static int answer(DemoTarget shop) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(shop.url() + "/products")).build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}
