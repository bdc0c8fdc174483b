package io.loadplane.model.helm;

import io.loadplane.model.Finding;
import io.loadplane.model.Findings;
import io.loadplane.model.helm.Written.Branch;
import io.loadplane.model.helm.Written.Items;
import io.loadplane.model.helm.Written.Scalar;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes the tree of a request over, with the place of every value. What is nothing is left out, as Helm does. */
final class WrittenReader {

    /** The deepest value that Kubernetes has, a node affinity, has less than half of that. */
    static final int MAX_DEPTH = 32;

    private final Findings findings;

    WrittenReader(Findings findings) {
        this.findings = findings;
    }

    Optional<Written> read(@Nullable Object value, String pointer) {
        return Optional.ofNullable(read(value, pointer, true, 0));
    }

    /** What a text holds: all of it lies where the text does. */
    Optional<Written> readInside(@Nullable Object value, String pointer) {
        return Optional.ofNullable(read(value, pointer, false, 0));
    }

    private @Nullable Written read(@Nullable Object value, String pointer, boolean steps, int depth) {
        if (depth > MAX_DEPTH) {
            findings.error(pointer, "too_deep", "no value has more than %d levels".formatted(MAX_DEPTH));
            return null;
        }
        return switch (value) {
            case null -> null;
            case Map<?, ?> map -> readMap(map, pointer, steps, depth);
            case List<?> list -> readList(list, pointer, steps, depth);
            case String text -> new Scalar(text, pointer);
            case Boolean truth -> new Scalar(truth, pointer);
            case Number number -> readNumber(number, pointer);
            default -> refuse(pointer);
        };
    }

    private Written readMap(Map<?, ?> map, String pointer, boolean steps, int depth) {
        Map<String, Written> entries = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            String key = String.valueOf(name);
            Written written = read(value, steps ? pointer + Finding.step(key) : pointer, steps, depth + 1);
            if (written != null) {
                entries.put(key, written);
            }
        });
        return new Branch(entries, pointer);
    }

    private Written readList(List<?> list, String pointer, boolean steps, int depth) {
        List<Written> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            Written written = read(list.get(i), steps ? pointer + "/" + i : pointer, steps, depth + 1);
            if (written != null) {
                values.add(written);
            }
        }
        return new Items(values, pointer);
    }

    /** Integers and doubles are all that a definition knows. A whole number beyond integers is kept, to be refused later. */
    private @Nullable Written readNumber(Number number, String pointer) {
        double value = number.doubleValue();
        if (Double.isInfinite(value) || Double.isNaN(value)) {
            return refuse(pointer);
        }
        boolean whole = number instanceof Integer || number instanceof Long || number instanceof BigInteger;
        return whole && value == (int) value ? new Scalar((int) value, pointer) : new Scalar(value, pointer);
    }

    private @Nullable Written refuse(String pointer) {
        findings.error(pointer, "wrong_type", "this is no value that JSON can say");
        return null;
    }
}
