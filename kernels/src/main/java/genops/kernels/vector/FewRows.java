package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Tensors;
import genops.kernels.Workspace;
import genops.kernels.parallel.Workers;
import genops.shapes.operator.Linear;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * Linear layer of one or few rows, {@code Y = X Wᵀ + bias}: bound by reading the weight, of which each vector is multiplied with all
 * rows when it is there. The weight is packed into {@link WeightColumns} when bound, not timed; a task reads a few columns at once, as far
 * apart as it can.
 *
 * <p>More rows than a tile has are several tiles; the columns are then read in parts, which the further tiles find in the first-level
 * cache.
 */
final class FewRows implements BoundKernel, Workers.Task {
    /** Most rows it takes; from there on, what the multipliers can do binds, and {@link Gemm} is the faster. */
    static final int MOST_ROWS = 8;
    /** Multiplications below which waking another thread costs more than it saves. */
    private static final int LEAST_WORK = 1 << 16;
    private static final int COLUMNS = WeightColumns.COLUMNS;

    private final WeightColumns form;
    private final int rows;
    private final int features;
    private final int inputDepth;
    /** That of the weight, to a whole unit. */
    private final int depth;
    private final int partDepth;
    private final int columns;
    private final int tasks;
    private final Workspace workspace = new Workspace();
    private final MemorySegment input;
    /** The input, zeros behind each row. */
    private final float[] x;
    private final long weight;
    /** Of all columns, zeros behind it. */
    private final float[] bias;
    private final long output;
    private final float[][] sums;

    /** @throws UnsupportedOperationException with {@link #unsupported}'s reason */
    FewRows(WeightColumns form, Linear shape, Tensors tensors) {
        unsupported(shape).ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
        this.form = form;
        rows = shape.rows();
        features = shape.outFeatures();
        inputDepth = shape.inFeatures();
        depth = depth(form, shape);
        columns = Packing.vectors(features);
        // half of the first-level cache
        partDepth = rows <= form.rows() ? depth : Math.max(2, Caches.LEVEL1 / (2 * COLUMNS * Simd.VECTOR_BYTES) / 2 * 2);
        int groups = Math.ceilDiv(columns, COLUMNS);
        tasks = (int) Math.clamp((long) features * depth / LEAST_WORK, 1, Math.min(4L * Workers.shared().count(), groups));
        input = tensors.get("input");
        x = workspace.floats(rows * depth);
        output = tensors.output().address();
        bias = workspace.floats(columns * Simd.LANES);
        if (shape.bias()) {
            MemorySegment.copy(tensors.get("bias"), Simd.FLOAT, 0, bias, 0, features);
        }
        sums = workspace.floats(Workers.shared().count(), sums(form, rows));
        weight = workspace.allocate(columns * form.bytes(depth));
        long from = tensors.get("weight").address();
        for (int c = 0; c < columns; c++) {
            int feature = c * Simd.LANES;
            form.pack(inputDepth, Math.min(Simd.LANES, features - feature), from + 4L * feature * inputDepth, column(c));
        }
    }

    static Optional<String> unsupported(Linear shape) {
        return shape.rows() <= MOST_ROWS ? Optional.empty() : Optional.of("for at most " + MOST_ROWS + " rows; use vector/gemm");
    }

    /** The packed weight, the input, the bias and the sums of all workers. */
    static long workspaceBytes(WeightColumns form, Linear shape) {
        int depth = depth(form, shape);
        int columns = Packing.vectors(shape.outFeatures());
        return columns * form.bytes(depth) + 4L * shape.rows() * depth + 4L * columns * Simd.LANES
                + 4L * Workers.shared().count() * sums(form, shape.rows());
    }

    /** Sums of a worker: whole tiles of rows. */
    private static int sums(WeightColumns form, int rows) {
        return Math.ceilDiv(rows, form.rows()) * form.rows() * COLUMNS * Simd.LANES;
    }

    private static int depth(WeightColumns form, Linear shape) {
        return Math.ceilDiv(shape.inFeatures(), form.unit()) * form.unit();
    }

    private long column(int number) {
        return weight + number * form.bytes(depth);
    }

    @Override
    public void run() {
        for (int r = 0; r < rows; r++) {
            MemorySegment.copy(input, Simd.FLOAT, 4L * r * inputDepth, x, r * depth, inputDepth);
        }
        Workers.shared().run(tasks, this);
    }

    @Override
    public void run(int task, int worker) {
        int groups = Math.ceilDiv(columns, COLUMNS);
        int first = (int) ((long) groups * task / tasks) * COLUMNS;
        int end = Math.min((int) ((long) groups * (task + 1) / tasks) * COLUMNS, columns);
        int distance = Math.ceilDiv(end - first, COLUMNS);
        for (int c = first; c < first + distance; c++) {
            group(c, distance, end - 1, sums[worker]);
        }
    }

    /**
     * Some columns of a task.
     *
     * @param first the first of them
     * @param distance columns from one to the next
     * @param last last column of the task; those beyond are that one again
     */
    private void group(int first, int distance, int last, float[] sum) {
        int second = Math.min(first + distance, last);
        int third = Math.min(first + 2 * distance, last);
        int fourth = Math.min(first + 3 * distance, last);
        start(first, 0, sum);
        start(second, 1, sum);
        start(third, 2, sum);
        start(fourth, 3, sum);
        for (int p = 0; p < depth; p += partDepth) {
            int length = Math.min(partDepth, depth - p);
            long at = form.bytes(p);
            for (int r = 0; r < rows; r += form.rows()) {
                form.tile(length, x, r * depth + p, depth, Math.min(form.rows(), rows - r) - 1, column(first) + at, column(second) + at,
                        column(third) + at, column(fourth) + at, sum, r * COLUMNS * Simd.LANES);
            }
        }
        store(first, 0, sum);
        store(second, 1, sum);
        store(third, 2, sum);
        store(fourth, 3, sum);
    }

    /** The sums of a column start from the bias. */
    private void start(int column, int number, float[] sum) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(bias, column * Simd.LANES, sum, (r * COLUMNS + number) * Simd.LANES, Simd.LANES);
        }
    }

    /** Writes what the sums of a column have become. */
    private void store(int column, int number, float[] sum) {
        int feature = column * Simd.LANES;
        int count = Math.min(Simd.LANES, features - feature);
        for (int r = 0; r < rows; r++) {
            MemorySegment.copy(sum, (r * COLUMNS + number) * Simd.LANES, Simd.MEMORY, Simd.FLOAT,
                    output + 4L * ((long) r * features + feature), count);
        }
    }

    @Override
    public long workspaceBytes() {
        return workspace.bytes();
    }

    @Override
    public void close() {
        workspace.close();
    }
}
