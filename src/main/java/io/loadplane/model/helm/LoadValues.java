package io.loadplane.model.helm;

import static io.loadplane.model.helm.Rule.only;
import static io.loadplane.model.helm.Rule.takes;

import com.google.re2j.Pattern;
import io.loadplane.model.Findings;
import io.loadplane.model.helm.LocustOption.Kind;
import io.loadplane.model.helm.Rule.Becomes;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is run: the values of {@code loadtest} and the arguments of Locust. */
final class LoadValues {

    static final Pattern SPACES = Pattern.compile("\\s+");

    /** The chart's examples, which stand in every copied file and are meant by nobody. */
    private static final String EXAMPLE_NAME = "example";

    private static final String EXAMPLE_HOST = "https://www.google.com";

    static final List<Rule> RULES = List.of(
            takes(
                    "loadtest.name",
                    ValueType.TEXT,
                    "label on everything created; the chart's \"example\" is left out",
                    new Becomes("labels.load_test", LoadValues::name)),
            only("loadtest.locust_locustfile", "the script is main_py_content, and is always called so", "main.py"),
            only(
                    "loadtest.locust_locustfile_path",
                    "where the script lies in a pod is not to be chosen",
                    "/mnt/locust"),
            only(
                    "loadtest.locust_locustfile_configmap",
                    "the script comes with the load test, in main_py_content",
                    "example-locustfile"),
            only(
                    "loadtest.locust_lib_configmap",
                    "library files come with the load test, in lib_files_content",
                    "example-lib"),
            takes(
                    "loadtest.locust_host",
                    ValueType.TEXT,
                    "base URL of the system under test; the chart's example host is left out",
                    new Becomes("host", LoadValues::host)),
            takes("loadtest.pip_packages", ValueType.TEXTS, "packages to install", "/pip_packages"),
            only(
                    "loadtest.pip_requirementsfile_configmap",
                    "requirements come with the load test, in requirements_content",
                    ""),
            only(
                    "loadtest.locust_requirementsfile_path",
                    "requirements come with the load test, in requirements_content",
                    "/packages"),
            only(
                    "loadtest.pip_requirementsfile",
                    "requirements come with the load test, in requirements_content",
                    "requirements.txt"),
            takes(
                    "loadtest.headless",
                    ValueType.FLAG,
                    "the load starts by itself, as it does without",
                    new Becomes("mode", LoadValues::headless)),
            takes(
                    "loadtest.tags",
                    ValueType.TEXT,
                    "run only tasks with one of these tags, separated by spaces",
                    new Becomes(
                            "tags",
                            (values, tree, findings) -> tags("loadtest.tags", "--tags", values, tree, findings))),
            takes(
                    "loadtest.excludeTags",
                    ValueType.TEXT,
                    "run no tasks with one of these tags, separated by spaces",
                    new Becomes(
                            "exclude_tags",
                            (values, tree, findings) ->
                                    tags("loadtest.excludeTags", "--exclude-tags", values, tree, findings))),
            only("loadtest.locustCmd", "how Locust is started is not to be chosen", "/opt/venv/bin/locust"),
            takes(
                    "master.args",
                    ValueType.TEXTS,
                    "arguments of Locust, as far as the list of options below has them",
                    new Becomes("the fields of the options", LoadValues::arguments)),
            only("worker.args", "what Locust is told is said once, in master.args"));

    private LoadValues() {}

    private static void name(Values values, DefinitionTree tree, Findings findings) {
        values.scalar("loadtest.name")
                .filter(name -> !name.text().equals(EXAMPLE_NAME))
                .ifPresent(name -> tree.put("/labels/load_test", name, findings));
    }

    private static void host(Values values, DefinitionTree tree, Findings findings) {
        values.scalar("loadtest.locust_host")
                .filter(host -> !host.text().equals(EXAMPLE_HOST))
                .ifPresent(host -> tree.put("/host", host, findings));
    }

    private static void headless(Values values, DefinitionTree tree, Findings findings) {
        if (values.isTrue("loadtest.headless")) {
            values.find("loadtest.headless").ifPresent(origin -> tree.put("/mode", "autostart", origin, findings));
        }
    }

    private static void tags(String path, String flag, Values values, DefinitionTree tree, Findings findings) {
        values.scalar(path)
                .ifPresent(tags -> LocustOption.byFlag(flag)
                        .ifPresent(option -> option.translate(tags.text(), tags, tree, findings)));
    }

    /** The chart's entry point splits all arguments at spaces once more, so one item may hold several. */
    private static void arguments(Values values, DefinitionTree tree, Findings findings) {
        List<Scalar> words = new ArrayList<>();
        for (Written item : values.items("master.args")) {
            for (String word : SPACES.split(((Scalar) item).text().strip())) {
                if (!word.isEmpty()) {
                    words.add(new Scalar(word, item.pointer()));
                }
            }
        }
        List<Written> classes = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            Scalar word = words.get(at);
            if (word.text().startsWith("-")) {
                at = argument(words, at, tree, findings);
            } else {
                classes.add(word);
                at++;
            }
        }
        if (!classes.isEmpty()) {
            tree.put("/user_classes", new Items(classes, classes.getFirst().pointer()), findings);
        }
    }

    /** Takes one option with its values; says where the next begins. */
    private static int argument(List<Scalar> words, int at, DefinitionTree tree, Findings findings) {
        Scalar word = words.get(at);
        String[] parts = word.text().split("=", 2);
        Optional<LocustOption> option = LocustOption.byFlag(parts[0]);
        if (option.isEmpty()) {
            findings.error(
                    word.pointer(),
                    "unsupported_value",
                    "the argument %s is not supported; supported in master.args: %s"
                            .formatted(parts[0], String.join(", ", flags())));
            return next(words, at + 1);
        }
        if (option.get().kind() == Kind.FLAG || parts.length == 2) {
            option.get().translate(parts.length == 2 ? parts[1] : "", word, tree, findings);
            return at + 1;
        }
        int end = option.get().kind() == Kind.WORDS ? next(words, at + 1) : Math.min(at + 2, words.size());
        List<String> texts =
                words.subList(at + 1, end).stream().map(Scalar::text).toList();
        option.get().translate(String.join(" ", texts), words.get(end - 1), tree, findings);
        return end;
    }

    private static int next(List<Scalar> words, int from) {
        int at = from;
        while (at < words.size() && !words.get(at).text().startsWith("-")) {
            at++;
        }
        return at;
    }

    private static List<String> flags() {
        return LocustOption.ALL.stream()
                .map(option -> option.flags().getFirst())
                .toList();
    }
}
