package io.loadplane.model.audit;

import com.google.re2j.Pattern;
import io.loadplane.model.Durations;
import io.loadplane.model.Words;
import io.loadplane.model.audit.AuditEntry.Change;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is different between two records, field by field, as it may be written down. */
public final class Changes {

    /** Stands for a secret: that there is one, and not what it is. */
    public static final String MASK = "***";

    private static final Pattern LOGIN = Pattern.compile("://[^/@\\s]*@");

    /** Fields in which callers may have written secrets. */
    private static final Set<String> MASKED = Set.of("hash", "env", "helm_values", "pod_template", "url");

    /** What every change changes, or none. */
    private static final Set<String> LEFT_OUT =
            Set.of("id", "created_at", "created_by", "updated_at", "verified_at", "last_used_at");

    /** The rest can be read where it was changed. */
    private static final int LONGEST_TEXT = 200;

    private static final int MOST_ITEMS = 50;

    private Changes() {}

    /**
     * Fields of records in records are named by their path, such as {@code limits.deadline}.
     *
     * @param before null for what is new
     * @param after null for what is gone
     */
    public static Map<String, Change> between(@Nullable Record before, @Nullable Record after) {
        Map<String, Object> old = fields(before);
        Map<String, Object> next = fields(after);
        Set<String> names = new TreeSet<>(old.keySet());
        names.addAll(next.keySet());
        Map<String, Change> changes = new LinkedHashMap<>();
        for (String name : names) {
            if (!Objects.equals(old.get(name), next.get(name))) {
                changes.put(name, new Change(shown(name, old.get(name)), shown(name, next.get(name))));
            }
        }
        return changes;
    }

    private static Map<String, Object> fields(@Nullable Record record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (record != null) {
            collect("", record, fields);
        }
        return fields;
    }

    private static void collect(String path, Record record, Map<String, Object> fields) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = Words.snakeCase(component.getName());
            Object value = read(component, record);
            if (LEFT_OUT.contains(name) || value == null) {
                continue;
            }
            if (value instanceof Record inner && !isValue(inner)) {
                collect(path + name + ".", inner, fields);
            } else if (value instanceof Map<?, ?> map && !MASKED.contains(name)) {
                map.forEach((key, entry) -> fields.put(path + name + "." + key, entry));
            } else {
                fields.put(path + name, value);
            }
        }
    }

    private static @Nullable Object shown(String path, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        return MASKED.contains(path.substring(path.lastIndexOf('.') + 1)) ? MASK : plain(value);
    }

    private static Object plain(Object value) {
        return switch (value) {
            case Number number -> number;
            case Boolean truth -> truth;
            case Enum<?> word -> Words.of(word);
            case Duration duration -> Durations.format(duration);
            case Collection<?> items ->
                items.stream()
                        .filter(Objects::nonNull)
                        .limit(MOST_ITEMS)
                        .map(Changes::plain)
                        .toList();
            case Record inner -> isValue(inner) ? plain(only(inner)) : shown(fields(inner));
            case Map<?, ?> map -> shown(map);
            default -> shortened(value.toString());
        };
    }

    private static Map<String, Object> shown(Map<?, ?> map) {
        Map<String, Object> shown = new LinkedHashMap<>();
        map.forEach((key, value) -> {
            if (value != null && shown.size() < MOST_ITEMS) {
                String name = String.valueOf(key);
                shown.put(name, MASKED.contains(name) ? MASK : plain(value));
            }
        });
        return shown;
    }

    /** Without what a URL may hold to log in with. */
    private static String shortened(String value) {
        String text = LOGIN.matcher(value).replaceAll("://" + MASK + "@");
        return text.length() <= LONGEST_TEXT
                ? text
                : "%s… (%d characters)".formatted(text.substring(0, LONGEST_TEXT), text.length());
    }

    /** Ids and the like: one value under a type of its own. */
    private static boolean isValue(Record record) {
        return record.getClass().getRecordComponents().length == 1;
    }

    private static Object only(Record value) {
        return Objects.requireNonNull(read(value.getClass().getRecordComponents()[0], value));
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
