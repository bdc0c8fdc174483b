package io.loadplane.model.helm;

import io.loadplane.model.Findings;
import io.loadplane.model.helm.Rule.Only;
import io.loadplane.model.helm.Written.Branch;
import io.loadplane.model.helm.Written.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the rule for everything that was written, nested or with dots in its key, and refuses what has none. */
final class ValuesReader {

    private final List<Rule> rules;
    private final Findings findings;
    private final Map<String, Written> byPath = new LinkedHashMap<>();

    ValuesReader(List<Rule> rules, Findings findings) {
        this.rules = rules;
        this.findings = findings;
    }

    Values read(Branch all) {
        readSection("", all);
        Map<String, Written> values = new LinkedHashMap<>();
        for (Rule rule : rules) {
            Optional.ofNullable(byPath.get(rule.path()))
                    .filter(written -> !written.isEmpty())
                    .flatMap(written -> typed(rule, written))
                    .filter(written -> !written.isEmpty())
                    .ifPresent(written -> values.put(rule.path(), written));
        }
        return new Values(values);
    }

    private Optional<Written> typed(Rule rule, Written written) {
        Optional<Written> typed = rule.type().restore(written, rule.path(), findings);
        if (rule.effect() instanceof Only only) {
            typed.flatMap(value -> ChartDefault.deviation(rule.path(), value, only.values()))
                    .ifPresent(deviation -> findings.error(
                            deviation.pointer(),
                            "unsupported_value",
                            "%s is not supported: %s%s"
                                    .formatted(deviation.path(), rule.meaning(), neighbours(rule.path()))));
        }
        return typed;
    }

    private void readSection(String section, Branch branch) {
        branch.entries().forEach((key, written) -> {
            String path = section.isEmpty() ? key : section + "." + key;
            Optional<Rule> rule = ruleAbove(path);
            if (rule.isPresent()) {
                readValue(rule.get(), path, written);
            } else if (rules.stream().noneMatch(below -> below.path().startsWith(path + "."))) {
                refuse(path, written);
            } else if (ValueType.opened(written, findings) instanceof Branch below) {
                readSection(path, below);
            } else if (!written.isEmpty()) {
                findings.error(written.pointer(), "wrong_type", "%s must be an object".formatted(path));
            }
        });
    }

    /** The rule of this very path, or of a map that the path goes on into. */
    private Optional<Rule> ruleAbove(String path) {
        return rules.stream()
                .filter(rule ->
                        path.equals(rule.path()) || rule.type().hasEntries() && path.startsWith(rule.path() + "."))
                .findFirst();
    }

    private void readValue(Rule rule, String path, Written written) {
        if (path.equals(rule.path())) {
            add(rule, written);
            return;
        }
        String rest = path.substring(rule.path().length() + 1);
        if (rule.type() == ValueType.TEXT_MAP || rule.type() == ValueType.KEYS) {
            add(rule, branch(rest.replace("\\.", "."), written));
            return;
        }
        List<String> steps = steps(rest);
        if (rest.contains("/") || steps.size() > WrittenReader.MAX_DEPTH) {
            findings.error(
                    written.pointer(),
                    "ambiguous_key",
                    "%s can be read in more than one way; write %s as an object".formatted(path, rule.path()));
            return;
        }
        Written inner = ValueType.opened(written, findings);
        for (String step : steps.reversed()) {
            inner = branch(step, inner);
        }
        add(rule, inner);
    }

    /** A dot that is part of a name is escaped, as Helm's --set wants it. */
    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        StringBuilder step = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            boolean escaped = path.startsWith("\\.", i);
            if (path.charAt(i) == '.') {
                steps.add(step.toString());
                step.setLength(0);
            } else {
                step.append(escaped ? '.' : path.charAt(i));
                i += escaped ? 1 : 0;
            }
        }
        steps.add(step.toString());
        return steps;
    }

    private static Branch branch(String key, Written written) {
        return new Branch(Map.of(key, written), written.pointer());
    }

    private void add(Rule rule, Written written) {
        Written opened =
                written instanceof Scalar && rule.type().hasEntries() ? ValueType.opened(written, findings) : written;
        Written earlier = byPath.get(rule.path());
        byPath.put(rule.path(), earlier == null ? opened : merged(rule.path(), earlier, opened));
    }

    private Written merged(String path, Written earlier, Written later) {
        if (earlier instanceof Branch some && later instanceof Branch more) {
            // Dotted keys bring one entry at a time; copying all that came before them would take the square of their
            // number.
            Map<String, Written> entries = some.entries() instanceof LinkedHashMap<String, Written> own
                    ? own
                    : new LinkedHashMap<>(some.entries());
            more.entries()
                    .forEach((key, value) ->
                            entries.merge(key, value, (one, other) -> merged(path + "." + key, one, other)));
            return new Branch(entries, some.pointer());
        }
        findings.error(later.pointer(), "duplicate_value", "%s is given at %s too".formatted(path, earlier.pointer()));
        return earlier;
    }

    private void refuse(String path, Written written) {
        findings.error(
                written.pointer(), "unsupported_value", "%s is not supported%s".formatted(path, neighbours(path)));
    }

    /** Ends a sentence with what is supported in the same section. */
    private String neighbours(String path) {
        int dot = path.indexOf('.');
        String section = dot < 0 ? "" : path.substring(0, dot + 1);
        List<String> names = rules.stream()
                .filter(Rule::isSupported)
                .map(Rule::path)
                .filter(name -> name.startsWith(section))
                .map(name -> section.isEmpty() ? name.split("\\.")[0] : name.substring(section.length()))
                .distinct()
                .toList();
        if (names.isEmpty()) {
            return "";
        }
        return "; supported%s: %s"
                .formatted(section.isEmpty() ? "" : " under " + path.substring(0, dot), String.join(", ", names));
    }

    /** The whole of what was written. */
    static Branch tree(Map<String, Object> values, Findings findings) {
        return new WrittenReader(findings)
                .read(values, "/helm_values")
                .map(Branch.class::cast)
                .orElse(new Branch(Map.of(), "/helm_values"));
    }
}
