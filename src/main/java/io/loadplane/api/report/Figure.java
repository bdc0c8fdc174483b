package io.loadplane.api.report;

import java.math.BigDecimal;
import java.util.Locale;

/** Figures as people read them. */
final class Figure {

    private Figure() {}

    static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** A response time in ms, without its unit. */
    static String ms(double ms) {
        return String.format(Locale.ROOT, ms < 10 && ms != Math.rint(ms) ? "%.1f" : "%,.0f", ms);
    }

    /** Per second. */
    static String rate(double rate) {
        return String.format(Locale.ROOT, rate >= 100 ? "%,.0f" : rate >= 1 || rate == 0 ? "%.1f" : "%.3f", rate);
    }

    /** Zero means that nothing failed, so a few failures among many requests are not rounded to it. */
    static String percent(double ratio) {
        if (ratio > 0 && ratio < 0.0001) {
            return "< 0.01 %";
        }
        return ratio == 0 ? "0 %" : String.format(Locale.ROOT, "%.2f %%", 100 * ratio);
    }

    /** Time since the start of a load. */
    static String clock(long seconds) {
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    /** As spreadsheets take it: in full, without an exponent. */
    static String plain(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(String.valueOf(value)).stripTrailingZeros().toPlainString()
                : "N/A";
    }
}
