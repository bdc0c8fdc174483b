package io.loadplane.model.access;

import io.loadplane.model.DnsLabel;
import io.loadplane.model.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the groups of an identity provider mean here.
 *
 * @param byGroup grants of the members of each group
 */
public record GrantRules(Map<String, List<Grant>> byGroup) {

    public static final String EXPECTED =
            "rules such as \"load-admins=platform; shop=tester@staging,qa\", with the roles viewer, tester and platform";

    public GrantRules {
        byGroup = Map.copyOf(byGroup);
    }

    /** Empty when the text cannot be understood: half of the rules would be worse than none. */
    public static Optional<GrantRules> parse(String text) {
        Map<String, List<Grant>> byGroup = new TreeMap<>();
        for (String rule : text.split(";")) {
            // Names of groups may hold "=", as those of directories do.
            int separator = rule.lastIndexOf('=');
            String group = rule.substring(0, Math.max(0, separator)).strip();
            Grant grant = grant(rule.substring(separator + 1).strip());
            if (rule.isBlank()) {
                continue;
            } else if (group.isEmpty() || grant == null) {
                return Optional.empty();
            }
            byGroup.computeIfAbsent(group, any -> new ArrayList<>()).add(grant);
        }
        return Optional.of(new GrantRules(byGroup));
    }

    public List<Grant> of(Collection<String> groups) {
        return groups.stream()
                .distinct()
                .flatMap(group -> byGroup.getOrDefault(group, List.of()).stream())
                .toList();
    }

    /** {@code tester} or {@code tester@staging,qa}. */
    private static @Nullable Grant grant(String text) {
        String[] parts = text.split("@", -1);
        Role role = Words.parse(Role.class, parts[0].strip()).orElse(null);
        if (role == null || parts.length > 2) {
            return null;
        } else if (parts.length == 1) {
            return Grant.everywhere(role);
        }
        List<String> environments =
                Arrays.stream(parts[1].split(",", -1)).map(String::strip).toList();
        return environments.stream().allMatch(DnsLabel::matches) ? new Grant(role, environments) : null;
    }
}
