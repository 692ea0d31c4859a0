package genops.results.table;

import genops.results.statistics.Estimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are written for people: three significant figures, an SI prefix, always with a decimal point. */
public final class Numbers {
    /** Stands for a number there is not. */
    public static final String NONE = "-";

    private static final String[] LARGE_PREFIXES = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] TIME_UNITS = {"ns", "µs", "ms", "s"};

    private Numbers() {}

    /** A time such as {@code 12.3 ms}. */
    public static String time(double nanoseconds) {
        int unit = timeUnit(nanoseconds);
        return significant(nanoseconds / Math.pow(1000, unit)) + " " + TIME_UNITS[unit];
    }

    /** A time with its error in percent, such as {@code 12.3 ms ± 0.8%}. */
    public static String time(Estimate nanoseconds) {
        return time(nanoseconds.value()) + " " + error(nanoseconds);
    }

    /** A ratio such as {@code 1.93×}. */
    public static String ratio(double value) {
        return String.format(Locale.ROOT, value >= 99.95 ? "%.0f×" : value >= 9.995 ? "%.1f×" : "%.2f×", value);
    }

    /** A ratio with its error in percent, such as {@code 1.93× ± 2.1%}. */
    public static String ratio(Estimate value) {
        return ratio(value.value()) + " " + error(value);
    }

    /** A share such as {@code 43.1%}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    /** A share with its error in percentage points, such as {@code 43.1% ± 0.7}. */
    public static String percent(Estimate share) {
        return percent(share.value()) + (share.error() > 1 && Double.isFinite(share.error()) ? " ± >100"
                : Double.isFinite(share.error()) ? String.format(Locale.ROOT, " ± %.1f", 100 * share.error()) : " ± ?");
    }

    /** Three significant figures without an exponent, such as {@code 0.0123}, {@code 12.3} or {@code 12345}. */
    public static String significant(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : NONE;
        }
        // rounded first: 0.9999 has as many decimals as 1.00
        double rounded = new BigDecimal(value).round(new MathContext(3)).doubleValue();
        int digits = Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(rounded))));
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    /** A large number with its SI prefix, ready for a unit, such as {@code 1.50 T}. */
    public static String scaled(double value) {
        int prefix = 0;
        double rest = value;
        while (Math.abs(rest) >= 999.5 && prefix < LARGE_PREFIXES.length - 1) {
            rest /= 1000;
            prefix++;
        }
        return significant(rest) + " " + LARGE_PREFIXES[prefix];
    }

    /** Bytes such as {@code 1.50 GiB}. */
    public static String bytes(double bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return significant(value) + " " + units[unit];
    }

    private static String error(Estimate value) {
        if (!Double.isFinite(value.error())) {
            return "± ?";
        }
        // how large an error is beyond the value itself says nothing more
        return value.relativeError() > 1 ? "± >100%" : String.format(Locale.ROOT, "± %.1f%%", 100 * value.relativeError());
    }

    private static int timeUnit(double nanoseconds) {
        int unit = 0;
        for (double value = Math.abs(nanoseconds); value >= 999.5 && unit < TIME_UNITS.length - 1; value /= 1000) {
            unit++;
        }
        return unit;
    }
}
