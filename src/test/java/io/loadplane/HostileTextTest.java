package io.loadplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.loadplane.model.Wildcard;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No text that a caller writes holds a processor, whatever pattern it meets. */
class HostileTextTest {

    private static final int LENGTH = 10_000;

    /** Of the processor, so that a busy machine makes no difference. */
    private static final Duration MOST = Duration.ofMillis(50);

    /** Every pattern of the service: fields are the only place where they are compiled, as the test below it makes sure. */
    static Stream<Arguments> patterns() throws ReflectiveOperationException {
        List<Arguments> patterns = new ArrayList<>();
        for (JavaField found : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.loadplane").stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Pattern.class))
                        .toList()) {
            Field field = found.reflect();
            field.setAccessible(true);
            patterns.add(
                    Arguments.of(field.getDeclaringClass().getSimpleName() + "." + field.getName(), field.get(null)));
        }
        return patterns.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("patterns")
    void every_pattern_is_through_with_a_long_text_in_no_time(String name, Pattern pattern) {
        for (String text : hostile(pattern.pattern())) {
            assertThat(fastest(() -> {
                        pattern.matcher(text).matches();
                        pattern.matcher(text).find();
                    }))
                    .as("%s with %s…", name, text.substring(0, 10))
                    .isLessThan(MOST);
        }
    }

    @Test
    void all_patterns_are_known() throws ReflectiveOperationException, IOException {
        long compiled = 0;
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.toString().contains("/cli/"))
                    .toList()) {
                compiled += Files.readString(file).split("Pattern\\.compile\\(", -1).length - 1;
            }
        }

        assertThat(patterns()).hasSize((int) compiled).hasSizeGreaterThan(60);
    }

    @Test
    void texts_are_taken_apart_at_single_characters_or_by_a_pattern_of_a_field() throws IOException {
        java.util.regex.Pattern plain = java.util.regex.Pattern.compile(
                "(?<![A-Z])\\.split\\((?!\"(?:[^\\\\.$|()\\[{^?*+]|\\\\\\\\[^a-zA-Z0-9])\"[,)])");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            assertThat(files.filter(path -> path.toString().endsWith(".java"))
                            .filter(path -> !path.toString().contains("/cli/")))
                    .allSatisfy(file -> assertThat(Files.readString(file).replace("sys.version.split()", ""))
                            .doesNotContainPattern(plain));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*a*a*a*a*a*a*a*a*a*a*a*ab",
                "*aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab*",
                "*ab*ab*ab*ab*",
                "**********b"
            })
    void stars_cost_no_more_than_reading(String pattern) {
        String repeated = pattern.repeat(LENGTH / pattern.length());
        for (String wanted : List.of(pattern, repeated, "*" + "a".repeat(LENGTH / 2) + "b*")) {
            for (String name : List.of("a".repeat(LENGTH), "ab".repeat(LENGTH / 2), "b".repeat(LENGTH))) {
                assertThat(fastest(() -> Wildcard.matches(wanted, name))).isLessThan(MOST);
            }
        }
    }

    /** What stars mean, compared with the definition, for all kinds of small patterns and names. */
    @Test
    void a_star_stands_for_any_part_of_a_name() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String pattern = letters(random, "ab*", 8);
            String name = letters(random, "ab", 10);

            assertThat(Wildcard.matches(pattern, name))
                    .as("%s in %s", name, pattern)
                    .isEqualTo(name.matches(pattern.replace("*", ".*")));
        }
    }

    private static String letters(Random random, String alphabet, int most) {
        StringBuilder text = new StringBuilder();
        random.ints(random.nextInt(most), 0, alphabet.length()).forEach(i -> text.append(alphabet.charAt(i)));
        return text.toString();
    }

    /** Each character that the pattern has, and each pair of neighbours, again and again, and at the end what fits no pattern. */
    private static List<String> hostile(String pattern) {
        String characters = pattern.replaceAll("[\\\\?:(){}\\[\\]|]", "") + " a0";
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < characters.length(); i++) {
            texts.add(characters.substring(i, i + 1));
            texts.add(characters.substring(i, Math.min(characters.length(), i + 2)));
        }
        texts.addAll(List.of("a,", "[a,", "a==1,", "'a'", "(", "a.", "a-", "/a", ":a", "%41", "http://", "a@"));
        return texts.stream()
                .distinct()
                .flatMap(text ->
                        Stream.of("", "a").map(begin -> begin + text.repeat(LENGTH / text.length()) + "\u0001"))
                .toList();
    }

    /** Of a few tries: what comes in between is no fault of the pattern. */
    private static Duration fastest(Runnable work) {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5 && least > MOST.toNanos() / 2; i++) {
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            least = Math.min(least, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin);
        }
        return Duration.ofNanos(least);
    }
}
