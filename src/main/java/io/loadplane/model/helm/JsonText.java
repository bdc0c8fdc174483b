package io.loadplane.model.helm;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lists and objects that were written as JSON inside a text, because some tools can only hand on texts. */
final class JsonText {

    private static final Pattern NUMBER = Pattern.compile("-?(?:0|[1-9]\\d{0,17})(\\.\\d{1,18})?([eE][+-]?\\d{1,3})?");
    private static final Pattern ESCAPE = Pattern.compile("u([0-9A-Fa-f]{4})|([\"\\\\/bfnrt])");

    private static final int LONGEST_WORD = 50;

    /** No text of a chart holds more; the limits of a body do not reach into its texts. */
    private static final int LONGEST = 64_000;

    private static final int MOST_VALUES = 2_000;

    private final String text;
    private int at;
    private int values;

    private JsonText(String text) {
        this.text = text;
    }

    /** Empty when the text is no JSON list or object. */
    static Optional<Object> parse(String text) {
        String stripped = text.strip();
        if (stripped.length() > LONGEST || !stripped.startsWith("[") && !stripped.startsWith("{")) {
            return Optional.empty();
        }
        try {
            JsonText reader = new JsonText(stripped);
            Object value = reader.value(0);
            return reader.at == stripped.length() ? Optional.ofNullable(value) : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private @Nullable Object value(int depth) throws Malformed {
        skipSpace();
        if (depth > WrittenReader.MAX_DEPTH || ++values > MOST_VALUES) {
            throw new Malformed();
        }
        char first = peek();
        if (first == '{') {
            return object(depth);
        }
        if (first == '[') {
            return list(depth);
        }
        if (first == '"') {
            return string();
        }
        return word();
    }

    private Map<String, @Nullable Object> object(int depth) throws Malformed {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        at++;
        skipSpace();
        while (peek() != '}') {
            if (!entries.isEmpty()) {
                expect(',');
                skipSpace();
            }
            String key = string();
            skipSpace();
            expect(':');
            if (entries.containsKey(key)) {
                throw new Malformed();
            }
            entries.put(key, value(depth + 1));
            skipSpace();
        }
        at++;
        return entries;
    }

    private List<@Nullable Object> list(int depth) throws Malformed {
        List<@Nullable Object> values = new ArrayList<>();
        at++;
        skipSpace();
        while (peek() != ']') {
            if (!values.isEmpty()) {
                expect(',');
            }
            values.add(value(depth + 1));
            skipSpace();
        }
        at++;
        return values;
    }

    private String string() throws Malformed {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char next = text.charAt(at++);
            if (next < ' ') {
                throw new Malformed();
            }
            value.append(next == '\\' ? escaped() : next);
        }
        at++;
        checkCharacters(value);
        return value.toString();
    }

    private char escaped() throws Malformed {
        Matcher escape = ESCAPE.matcher(ahead());
        if (!escape.lookingAt()) {
            throw new Malformed();
        }
        at += escape.end();
        if (escape.group(1) != null) {
            return (char) Integer.parseInt(escape.group(1), 16);
        }
        return switch (escape.group(2)) {
            case "b" -> '\b';
            case "f" -> '\f';
            case "n" -> '\n';
            case "r" -> '\r';
            case "t" -> '\t';
            case String same -> same.charAt(0);
        };
    }

    /** What no text of a request may hold must not come in through an escape either. */
    private static void checkCharacters(CharSequence value) throws Malformed {
        if (value.codePoints().anyMatch(c -> c == 0 || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new Malformed();
        }
    }

    private @Nullable Object word() throws Malformed {
        if (text.startsWith("true", at)) {
            at += 4;
            return true;
        }
        if (text.startsWith("false", at)) {
            at += 5;
            return false;
        }
        if (text.startsWith("null", at)) {
            at += 4;
            return null;
        }
        Matcher number = NUMBER.matcher(ahead());
        if (!number.lookingAt()) {
            throw new Malformed();
        }
        at += number.end();
        if (number.group(1) == null && number.group(2) == null) {
            return Long.parseLong(number.group());
        }
        double value = Double.parseDouble(number.group());
        if (Double.isInfinite(value)) {
            throw new Malformed();
        }
        return value;
    }

    /** As much of the text as a number or an escape can take. */
    private String ahead() {
        return text.substring(at, Math.min(text.length(), at + LONGEST_WORD));
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed();
        }
        return text.charAt(at);
    }

    private void expect(char wanted) throws Malformed {
        if (peek() != wanted) {
            throw new Malformed();
        }
        at++;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    /** Says no more than that it is none: the finding names the value, and the caller knows what was meant. */
    private static final class Malformed extends Exception {

        private static final long serialVersionUID = 1L;

        Malformed() {
            super("no JSON", null, false, false);
        }
    }
}
