package org.holdfast.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Numbers of several rounds in short.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param least the smallest
 * @param most the largest
 * @param count how many there are
 */
public record Spread(double median, double least, double most, int count) {
    /** Of nothing: what no round has shown. */
    static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN, 0);

    static Spread of(List<Double> numbers) {
        if (numbers.isEmpty()) {
            return NONE;
        }
        double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int n = sorted.length;
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        return new Spread(median, sorted[0], sorted[n - 1], n);
    }

    boolean isNone() {
        return count == 0;
    }

    /** "1.05 (0.98–1.11)" */
    String asRatio() {
        return isNone() ? "–" : String.format(Locale.ROOT, "%.2f (%.2f–%.2f)", median, least, most);
    }
}
