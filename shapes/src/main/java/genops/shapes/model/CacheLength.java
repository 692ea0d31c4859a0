package genops.shapes.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One cache length of autoregressive decoding and the number of steps it stands for.
 *
 * <p>A step at length i between two chosen lengths a &lt; i &lt; b counts {@code (b − i)/(b − a)} for a and the rest for b. Whatever is
 * linear in the length, as FLOPs and bytes of attention are, is thereby summed over all steps exactly, and a measured time as far as
 * it is piecewise linear. Summed over i, each length stands for half the distance to its neighbours, the first and the last for half
 * a step more: multiples of one half, exact as doubles.
 *
 * @param length keys that the query attends to
 * @param steps number of steps
 */
record CacheLength(int length, double steps) {

    /**
     * Represents the lengths {@code first … last} by some of them.
     *
     * @param sixteenths where in between, as sixteenths of the way from {@code first − 1} to {@code last}
     */
    static List<CacheLength> integrate(int first, int last, int... sixteenths) {
        int steps = last - first + 1;
        int[] lengths = IntStream.concat(IntStream.of(first, last),
                        IntStream.of(sixteenths).map(s -> first - 1 + (int) ((long) steps * s / 16)).filter(l -> l > first && l < last))
                .sorted().distinct().toArray();
        List<CacheLength> result = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            double below = i == 0 ? 1 : lengths[i] - lengths[i - 1];
            double above = i == lengths.length - 1 ? 1 : lengths[i + 1] - lengths[i];
            result.add(new CacheLength(lengths[i], (below + above) / 2));
        }
        return result;
    }
}
