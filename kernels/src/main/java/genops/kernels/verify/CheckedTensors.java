package genops.kernels.verify;

import genops.kernels.InputKind;
import genops.kernels.TensorSpec.Role;
import genops.kernels.TensorSpec;
import genops.kernels.Tensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * The tensors of one shape, watched while kernels run on them: what kernels only read is compared by checksum, guard zones are looked
 * at, and what a model changes from call to call is changed. Several kernels may be bound to the same tensors.
 */
public final class CheckedTensors {
    /** Inputs up to this size are filled anew in most changes; of larger ones only windows, so that a change costs milliseconds. */
    private static final long SMALL = 8 << 20;
    private static final int WINDOWS = 64;
    private static final long WINDOW_BYTES = 64 << 10;
    /** One change in so many leaves most of a small input too as it was: a kernel must not conclude from some elements on all. */
    private static final int SLIGHT = 2;
    /** Blocks of a large input that are looked at after an iteration. */
    private static final int BLOCKS = 64;
    private static final List<Window> ALL = List.of(new Window(0, 1));

    private final Tensors tensors;
    private final Map<TensorSpec, Checksums> checksums = new LinkedHashMap<>();
    private SplittableRandom random;
    private List<Window> changed = ALL;
    private InputKind kind = InputKind.UNIFORM;
    private int changes;

    /**
     * @param tensors filled, and changed only by this object from now on
     * @param seed selects what is changed; the same seed gives the same changes
     */
    public CheckedTensors(Tensors tensors, long seed) {
        this.tensors = tensors;
        random = new SplittableRandom(seed);
        takeChecksums();
    }

    /** The tensors to bind kernels to. */
    public Tensors tensors() {
        return tensors;
    }

    /** Fills all tensors anew, weights with the values they had: after a kernel destroyed what it should have read, others can go on. */
    public void renew() {
        tensors.renew(kind, random.nextLong());
        changed = ALL;
        takeChecksums();
    }

    /**
     * Fills all tensors anew, and forgets what was changed so far: from now on the values are those that any other object with this seed
     * gives, however many changes came before.
     */
    public void restart(long seed) {
        random = new SplittableRandom(seed);
        changes = 0;
        renew();
    }

    /** Fills the inputs that a model changes from call to call with values of a kind. */
    public void fill(InputKind newKind) {
        kind = newKind;
        List<Window> windows = new ArrayList<>();
        for (TensorSpec spec : inputs()) {
            change(spec, 0, spec.elements(), windows);
        }
        changed = ALL;
    }

    /** Changes the inputs that a model changes from call to call: all of the small ones in most calls, else parts of them. */
    public void change() {
        changes++;
        List<Window> windows = new ArrayList<>();
        for (TensorSpec spec : inputs()) {
            if (spec.bytes() <= SMALL && changes % SLIGHT != 0) {
                change(spec, 0, spec.elements(), windows);
            } else {
                changeWindows(spec, windows);
            }
        }
        changed = windows;
    }

    private List<TensorSpec> inputs() {
        return tensors.specs().stream().filter(s -> s.role() == Role.INPUT || s.role() == Role.INDEX).toList();
    }

    private void changeWindows(TensorSpec spec, List<Window> windows) {
        long length = Math.clamp(spec.elements() / 16, 1, WINDOW_BYTES / 4);
        long count = Math.clamp(spec.elements() / length / 16, 1, WINDOWS);
        for (int i = 0; i < count; i++) {
            long first = random.nextLong(spec.elements() - length + 1);
            change(spec, first, first + length, windows);
        }
    }

    private void change(TensorSpec spec, long first, long end, List<Window> windows) {
        tensors.fill(spec, kind, first, end, random.nextLong());
        checksums.get(spec).update(4 * first, 4 * end);
        windows.add(new Window(first / (double) spec.elements(), end / (double) spec.elements()));
    }

    /** Whether all inputs that change are filled in milliseconds. */
    boolean areSmall() {
        return inputs().stream().allMatch(s -> s.bytes() <= SMALL);
    }

    /** The kind of inputs there is. */
    InputKind kind() {
        return kind;
    }

    /** What the last change changed. */
    List<Window> changed() {
        return changed;
    }

    /** What was done to the tensors that must not be, in the words of a verdict; empty where nothing was. */
    public Optional<String> damage() {
        return damage(true);
    }

    /** The same, of large tensors by random parts. */
    Optional<String> damageSeen() {
        return damage(false);
    }

    private Optional<String> damage(boolean everywhere) {
        Optional<String> outside = tensors.writtenOutside();
        if (outside.isPresent()) {
            return Optional.of("writes outside of its output: " + outside.get());
        }
        return checksums.entrySet().stream()
                .filter(e -> !(everywhere ? e.getValue().unchanged() : e.getValue().unchanged(BLOCKS, random)))
                .findFirst()
                .map(e -> "destroys its input: '" + e.getKey().name() + "' is not what it was before the call");
    }

    private void takeChecksums() {
        for (TensorSpec spec : tensors.specs()) {
            if (spec.role() != Role.OUTPUT) {
                checksums.put(spec, new Checksums(tensors.get(spec.name())));
            }
        }
    }
}
