package genops.shapes.trace;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A symbolic tensor: extents only, channels last. Feature maps are {@code (images, height, width, channels)}, token sequences
 * {@code (batch, length, channels)}, videos keep their frames outermost.
 */
public record Tensor(List<Integer> extents) {

    public Tensor {
        extents = List.copyOf(extents);
        if (extents.size() < 2 || extents.stream().anyMatch(e -> e < 1)) {
            throw new IllegalArgumentException("a tensor has at least two extents, all of them positive, not " + extents);
        }
    }

    /** A tensor of these extents, channels last. */
    public static Tensor of(int... extents) {
        return new Tensor(Arrays.stream(extents).boxed().toList());
    }

    public int extent(int axis) {
        return extents.get(axis);
    }

    public int rank() {
        return extents.size();
    }

    /** The last extent. */
    public int channels() {
        return extents.getLast();
    }

    /** Product of all extents but the last. */
    public int rows() {
        return product(extents.subList(0, rank() - 1));
    }

    /** Product of all extents but the first and the last. */
    public int positions() {
        return product(extents.subList(1, rank() - 1));
    }

    public long elements() {
        return (long) rows() * channels();
    }

    /** The same elements under other extents, as in memory: costs nothing and is not recorded. */
    public Tensor view(int... newExtents) {
        Tensor view = of(newExtents);
        if (view.elements() != elements()) {
            throw new IllegalArgumentException(this + " has not as many elements as " + view);
        }
        return view;
    }

    /** Images or videos as sequences: all extents between the first and the last become one. */
    public Tensor tokens() {
        return view(extent(0), positions(), channels());
    }

    /** The same extents with another number of channels. */
    public Tensor withChannels(int channels) {
        int[] changed = extents.stream().mapToInt(Integer::intValue).toArray();
        changed[changed.length - 1] = channels;
        return of(changed);
    }

    private static int product(List<Integer> factors) {
        return factors.stream().reduce(1, Math::multiplyExact);
    }

    @Override
    public String toString() {
        return extents.stream().map(String::valueOf).collect(Collectors.joining("×", "(", ")"));
    }
}
