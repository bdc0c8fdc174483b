package io.loadplane.model.helm;

import io.loadplane.model.helm.Rule.Becomes;
import io.loadplane.model.helm.Rule.Only;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the rules down for people. */
final class HelmTable {

    private static final String INTRODUCTION = """
            # helm_values

            `helm_values` of a load test takes the values of the deliveryhero Locust chart, versions 0.31 to 0.35, as they
            stand in a values.yaml: nested, or with dots in the keys (`"worker.resources.limits.cpu": "500m"`). Numbers, truths,
            lists and objects may be written as texts (`"false"` means false, `"[\\"a\\"]"` is a list). In dotted keys everything
            after the name of a map is one key of it (`"nodeSelector.kubernetes.io/arch"`); lists are written as a whole.

            A value is translated into fields of the definition, or accepted because it changes nothing, or refused. Empty texts,
            lists and maps are no values. `pod_template` below is that of the role, or of both; its container is called `locust`.
            Values whose content `pod_template` can take are checked there like all of it.

            This file is generated from the code.
            """;

    private HelmTable() {}

    static String of(List<Rule> rules) {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        text.append("\n## Translated\n\n| value | type | meaning | becomes |\n|---|---|---|---|\n");
        for (Rule rule : rules) {
            if (rule.effect() instanceof Becomes becomes) {
                text.append("| `%s` | %s | %s | %s |\n"
                        .formatted(rule.path(), rule.type().word(), rule.meaning(), becomes.target()));
            }
        }
        text.append(
                "\n## Options of Locust\n\nIn `master.args`, and as variables in `loadtest.environment` and"
                        + " `master.environment`. User classes may follow.\n\n| option | variable | becomes |\n|---|---|---|\n");
        LocustOption.ALL.forEach(option -> text.append(option(option)));
        text.append(
                "\n## Accepted only as the chart has them\n\n| value | accepted, besides nothing | why |\n|---|---|---|\n");
        for (Rule rule : rules) {
            if (rule.effect() instanceof Only only) {
                text.append("| `%s` | %s | %s |\n".formatted(rule.path(), accepted(only), rule.meaning()));
            }
        }
        return text.toString();
    }

    private static String option(LocustOption option) {
        String flags = option.flags().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));
        String variables = option.flags().stream()
                .filter(flag -> flag.startsWith("--"))
                .map(flag -> "`%s`".formatted(LocustOption.variable(flag)))
                .collect(Collectors.joining(", "));
        String field =
                option.field() == null ? "what every run does" : option.field().substring(1);
        return "| %s | %s | %s |\n".formatted(flags, variables, field);
    }

    private static String accepted(Only only) {
        return only.values().stream()
                .filter(value -> !value.equals(""))
                .map(HelmTable::words)
                .map("`%s`"::formatted)
                .collect(Collectors.joining(", "));
    }

    /** Long texts are the chart's templates, which nobody reads in a table. */
    private static String words(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, String> sorted = new TreeMap<>();
                map.forEach((key, inner) -> sorted.put(String.valueOf(key), words(inner == null ? "" : inner)));
                yield sorted.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + entry.getValue())
                        .collect(Collectors.joining(", ", "{", "}"));
            }
            case List<?> list ->
                list.stream()
                        .map(inner -> words(inner == null ? "" : inner))
                        .collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString().length() > 60 ? "…" : value.toString();
        };
    }
}
