package io.loadplane.model.helm;

import io.loadplane.model.Findings;
import io.loadplane.model.helm.Rule.Becomes;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The values of the deliveryhero Locust chart, 0.31 to 0.35, as a load test says them. One list of rules translates
 * them and writes the table of them, so that neither can say what the other does not.
 */
public final class HelmValues {

    static final List<Rule> RULES = Stream.of(
                    LoadValues.RULES,
                    EnvironmentValues.RULES,
                    PodValues.RULES,
                    SecurityValues.RULES,
                    ObjectValues.RULES)
            .flatMap(List::stream)
            .toList();

    private HelmValues() {}

    /**
     * Translates what the definition can say, and adds a finding for everything else.
     *
     * @param values as in the request: nested, or with dots in the keys and texts for everything
     */
    public static Translation translate(Map<String, Object> values, Findings findings) {
        Values given = new ValuesReader(RULES, findings).read(ValuesReader.tree(values, findings));
        Set<Becomes> steps = new LinkedHashSet<>();
        for (Rule rule : RULES) {
            if (rule.effect() instanceof Becomes becomes
                    && given.find(rule.path()).isPresent()) {
                steps.add(becomes);
            }
        }
        DefinitionTree tree = new DefinitionTree();
        steps.forEach(becomes -> becomes.step().translate(given, tree, findings));
        return tree.translation();
    }

    /** The same for people, in Markdown. */
    public static String table() {
        return HelmTable.of(RULES);
    }
}
