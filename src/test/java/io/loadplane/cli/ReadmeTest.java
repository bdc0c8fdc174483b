package io.loadplane.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loadplane.testing.TestService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer pastes while the demo goes on: the first example of the README. */
class ReadmeTest {

    private static final String SECTION = section("The API by example");
    private static final List<String> BLOCKS = Pattern.compile("(?ms)^```sh\n(.*?)^```$")
            .matcher(SECTION)
            .results()
            .map(block -> block.group(1))
            .toList();

    private final TestService service = TestService.shared();

    @TempDir
    private Path home;

    /** What sh understands, bash and zsh do as well. */
    @Test
    void its_first_example_ends_with_a_verdict_that_is_passed() throws IOException, InterruptedException {
        Files.createDirectory(home.resolve(".loadplane"));
        Files.writeString(home.resolve(".loadplane/token"), service.token());
        String said;
        try (DemoTarget shop = DemoTarget.start()) {
            String addresses = "API=%s SHOP=%s\n".formatted(service.url(), shop.url());
            said = paste(BLOCKS.getFirst() + addresses + String.join("\n", BLOCKS.subList(1, BLOCKS.size())));
        }

        assertThat(said).contains("\n\"verdict\":\"passed\"\n", "event: end");
        Matcher id = Pattern.compile("run-[0-9a-z]{26}").matcher(said);
        assertThat(id.find()).as(said).isTrue();
        JsonNode run = service.api().get("/runs/" + id.group()).json(200);
        assertThat(run.path("name").asText()).isEqualTo("shop-smoke");
        assertThat(run.path("verdict").asText()).isEqualTo("passed");
        assertThat(run.at("/validity/state").asText()).isEqualTo("valid");
        assertThat(run.at("/summary/requests").asInt()).isPositive();
        assertThat(run.at("/summary/failures").asInt(-1)).isZero();
    }

    @Test
    void it_names_the_usual_addresses_and_all_its_calls_are_pasted_here() {
        assertThat(BLOCKS.getFirst())
                .contains("API=http://127.0.0.1:8080 SHOP=http://127.0.0.1:" + DemoTarget.USUAL_PORT);
        assertThat(BLOCKS.stream().reduce(SECTION, (text, block) -> text.replace(block, "")))
                .doesNotContain("curl ");
    }

    private static String section(String title) {
        try {
            String readme = Files.readString(Path.of("README.md"));
            return readme.split("\n## " + title + "\n", 2)[1].split("\n## ", 2)[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String paste(String lines) throws IOException, InterruptedException {
        Path input = Files.writeString(home.resolve("input"), lines);
        Path output = home.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("sh")
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        boolean ended = process.waitFor(4, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended).as(Files.readString(output)).isTrue();
        return Files.readString(output);
    }
}
