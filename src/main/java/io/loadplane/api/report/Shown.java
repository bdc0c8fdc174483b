package io.loadplane.api.report;

/** Text that somebody else wrote, fit to be shown in HTML, XML and spreadsheets once it is escaped there. */
final class Shown {

    private static final char REPLACEMENT = '\ufffd';

    private Shown() {}

    /**
     * The text, cut to so many characters. What XML cannot hold, and marks that turn around or hide what stands beside
     * them, are replaced.
     */
    static String of(String text, int most) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), most) + 1);
        int at = 0;
        while (at < text.length() && shown.length() < most) {
            int point = text.codePointAt(at);
            shown.appendCodePoint(isPlain(point) ? point : REPLACEMENT);
            at += Character.charCount(point);
        }
        return at < text.length() ? shown.append('…').toString() : shown.toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\n' || point == '\t' || point == '\r';
            case Character.SURROGATE -> false;
            case Character.FORMAT -> point == '\u200d';
            default -> (point & 0xfffe) != 0xfffe;
        };
    }
}
