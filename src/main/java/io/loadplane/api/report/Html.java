package io.loadplane.api.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Writes HTML. Whatever is not a tag or the name of an attribute is escaped and cut, so that nobody needs to think of it. */
final class Html {

    /** Longer texts tell nobody more. */
    static final int MAX_TEXT = 300;

    private static final Set<String> EMPTY_TAGS = Set.of("meta", "line", "polyline");

    private final StringBuilder out = new StringBuilder(1 << 14).append("<!doctype html>\n");
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * @param attributes names and values in turn
     */
    Html open(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        if (EMPTY_TAGS.contains(tag)) {
            out.append("/>");
        } else {
            out.append('>');
            open.push(tag);
        }
        return this;
    }

    Html close() {
        String tag = open.pop();
        out.append("</").append(tag).append(tag.startsWith("t") ? ">\n" : ">");
        return this;
    }

    Html text(String text) {
        return text(text, MAX_TEXT);
    }

    Html text(String text, int most) {
        escape(Shown.of(text, most));
        return this;
    }

    /** An element with nothing but text. */
    Html add(String tag, String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** A cell with something that somebody named; its direction does not reach beyond it. */
    Html name(String name) {
        return open("td", "class", "name").add("bdi", name).close();
    }

    /** The one style sheet, which is ours. */
    Html style(String sheet) {
        out.append("<style>").append(sheet).append("</style>");
        return this;
    }

    Html section(String title) {
        return open("section").add("h2", title);
    }

    /**
     * A table that scrolls by itself where it is wider than the page. Ends with {@link #endTable}.
     *
     * @param heads of the columns; those of numbers begin with #
     */
    Html table(String... heads) {
        open("div", "class", "wide", "tabindex", "0")
                .open("table")
                .open("thead")
                .open("tr");
        for (String head : heads) {
            boolean number = head.startsWith("#");
            open("th", "scope", "col", "class", number ? "n" : "t")
                    .text(number ? head.substring(1) : head)
                    .close();
        }
        return close().close().open("tbody");
    }

    Html endTable() {
        return close().close().close();
    }

    Html number(String text) {
        return add("td", text, "class", "n");
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("still open: " + open);
        }
        return out.toString();
    }
}
