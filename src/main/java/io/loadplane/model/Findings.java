package io.loadplane.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Collects what is wrong with one request. A value that could not even be read is reported once: later findings at
 * the same place or below it are consequences and are left out.
 */
public final class Findings {

    /** Nobody reads more, and a body can hold a million mistakes. */
    private static final int MAX_ERRORS = 100;

    private static final Pattern ELEMENT = Pattern.compile("/(\\d{1,9})(/.*)?", Pattern.DOTALL);

    private final UnaryOperator<String> place;
    private final Map<String, List<Integer>> kept = new HashMap<>();
    private final List<Finding> errors = new ArrayList<>();
    private final List<Finding> warnings = new ArrayList<>();

    public Findings() {
        this(UnaryOperator.identity());
    }

    /**
     * @param place from the place of a value to where its caller wrote it, for values that were translated
     */
    public Findings(UnaryOperator<String> place) {
        this.place = place;
    }

    /**
     * Elements of a list were left out, because they could not be read. What is found from now on in the others is told
     * where the caller wrote them.
     *
     * @param list its place
     * @param places of the elements that are left, as the caller wrote them
     */
    public void keptOf(String list, List<Integer> places) {
        kept.put(list, List.copyOf(places));
    }

    public void error(String pointer, String code, String message) {
        error(Finding.at(asWritten(place.apply(pointer)), code, message));
    }

    private String asWritten(String pointer) {
        for (Map.Entry<String, List<Integer>> list : kept.entrySet()) {
            Matcher element = ELEMENT.matcher(
                    pointer.startsWith(list.getKey())
                            ? pointer.substring(list.getKey().length())
                            : "");
            if (element.matches()) {
                int index = Integer.parseInt(element.group(1));
                int written = index < list.getValue().size() ? list.getValue().get(index) : index;
                return "%s/%d%s".formatted(list.getKey(), written, Objects.requireNonNullElse(element.group(2), ""));
            }
        }
        return pointer;
    }

    public void error(Finding finding) {
        if (errors.size() == MAX_ERRORS) {
            errors.add(Finding.at("", "too_many_findings", "there is more that is wrong; mend this first"));
        } else if (errors.size() < MAX_ERRORS && errors.stream().noneMatch(earlier -> covers(earlier, finding))) {
            errors.add(finding);
        }
    }

    public void warning(String pointer, String code, String message) {
        warnings.add(Finding.at(asWritten(place.apply(pointer)), code, message));
    }

    public void addAll(List<Finding> findings) {
        findings.forEach(this::error);
    }

    public List<Finding> errors() {
        return List.copyOf(errors);
    }

    public int errorCount() {
        return errors.size();
    }

    public List<Finding> warnings() {
        return List.copyOf(warnings);
    }

    /** Ends the request here when anything is wrong. */
    public void throwIfAny() {
        if (!errors.isEmpty()) {
            throw new InvalidRequest(errors());
        }
    }

    private static boolean covers(Finding earlier, Finding later) {
        if (earlier.pointer() == null
                || later.pointer() == null
                || earlier.pointer().isEmpty()) {
            return false;
        }
        return later.pointer().equals(earlier.pointer())
                        && later.code().equals(earlier.code())
                        && later.message().equals(earlier.message())
                || isUnreadable(earlier) && (later.pointer() + "/").startsWith(earlier.pointer() + "/");
    }

    private static boolean isUnreadable(Finding finding) {
        return switch (finding.code()) {
            case "wrong_type", "malformed_duration", "required" -> true;
            default -> false;
        };
    }
}
