package genops.kernels.onednn;

import genops.kernels.BoundKernel;
import genops.kernels.OffHeap;
import genops.kernels.Tensors;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;

/**
 * A kernel made of oneDNN primitives that run one after the other. It owns their handles, the scratchpads, and copies of tensors
 * in the layouts the primitives choose: weights are reordered once when they are added, inputs by {@link #upload} and outputs by
 * {@link #download}, never by {@link #run}.
 */
final class Primitives implements BoundKernel {

    /** A handle and the function that destroys it. */
    private record Owned(String destroy, long handle) {}

    /** A primitive with its arguments, ready to execute. */
    private record Step(long primitive, int count, long arguments) {
        void execute() {
            OneDnn.execute(primitive, count, arguments);
        }
    }

    private final Arena arena = Arena.ofShared();
    private final List<Owned> owned = new ArrayList<>();
    private final List<String> implementations = new ArrayList<>();
    private final List<Step> uploads = new ArrayList<>();
    private final List<Step> downloads = new ArrayList<>();
    private final int choice;
    private Step[] steps = {};
    private long workspaceBytes;

    /**
     * @param choice which of the implementations oneDNN has for {@link #describeChoice} is to be used, 0 for the one it prefers
     */
    Primitives(int choice) {
        this.choice = choice;
        // a primitive is planned for the number of threads at its creation
        OneDnn.useThreads();
    }

    @Override
    public void run() {
        OneDnn.useThreads();
        for (Step step : steps) {
            step.execute();
        }
    }

    @Override
    public void upload() {
        OneDnn.useThreads();
        uploads.forEach(Step::execute);
    }

    @Override
    public void download() {
        OneDnn.useThreads();
        downloads.forEach(Step::execute);
    }

    /** Without the scratch memory of the primitives, which the library tells only when they are made. */
    @Override
    public long workspaceBytes() {
        return workspaceBytes;
    }

    @Override
    public void close() {
        owned.reversed().forEach(o -> OneDnn.call(o.destroy(), o.handle()));
        arena.close();
    }

    /** The implementations oneDNN chose for the primitives of {@link #run}, in order. */
    List<String> implementations() {
        return List.copyOf(implementations);
    }

    /** Numbers in memory that lives as long as this, for arguments such as dimensions. */
    MemorySegment numbers(long... values) {
        return arena.allocateFrom(ValueLayout.JAVA_LONG, values);
    }

    /** Descriptor of a dense tensor whose last dimension is contiguous. */
    long rowMajor(long... dimensions) {
        long[] strides = new long[dimensions.length];
        long stride = 1;
        for (int i = dimensions.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dimensions[i];
        }
        return strided(dimensions, strides);
    }

    /** Descriptor of a tensor with a step, in elements, for each dimension. */
    long strided(long[] dimensions, long[] strides) {
        return own("dnnl_memory_desc_destroy", OneDnn.create("dnnl_memory_desc_create_with_strides", dimensions.length,
                numbers(dimensions), OneDnn.F32, numbers(strides)));
    }

    /** Descriptor of a tensor whose layout the primitive is to choose. */
    long any(long... dimensions) {
        return own("dnnl_memory_desc_destroy", OneDnn.create("dnnl_memory_desc_create_with_tag", dimensions.length,
                numbers(dimensions), OneDnn.F32, OneDnn.FORMAT_ANY));
    }

    /** Memory object over a tensor as it is. */
    long memory(long descriptor, MemorySegment tensor) {
        return own("dnnl_memory_destroy", OneDnn.create("dnnl_memory_create", descriptor, OneDnn.engine(), tensor));
    }

    /** Memory object with storage of its own. */
    long allocate(long descriptor) {
        workspaceBytes += OneDnn.bytes(descriptor);
        return memory(descriptor, storage(OneDnn.bytes(descriptor)));
    }

    private MemorySegment storage(long bytes) {
        return OffHeap.allocate(arena, bytes);
    }

    /** Memory object with storage of its own that holds a copy of {@code data}. */
    long copy(long descriptor, MemorySegment data) {
        workspaceBytes += data.byteSize();
        MemorySegment storage = storage(data.byteSize());
        storage.copyFrom(data);
        return memory(descriptor, storage);
    }

    /** Memory of a weight in the layout a primitive chose, reordered here and now where it is not that of the tensor. */
    long weight(long given, MemorySegment tensor, long chosen) {
        long memory = memory(given, tensor);
        if (OneDnn.sameLayout(given, chosen)) {
            return memory;
        }
        long reordered = allocate(chosen);
        reorder(given, memory, chosen, reordered).execute();
        return reordered;
    }

    /** Memory of an input in the layout a primitive chose, reordered now and at each {@link #upload}. */
    long input(long given, MemorySegment tensor, long chosen) {
        long memory = memory(given, tensor);
        if (OneDnn.sameLayout(given, chosen)) {
            return memory;
        }
        long reordered = allocate(chosen);
        Step upload = reorder(given, memory, chosen, reordered);
        upload.execute();
        uploads.add(upload);
        return reordered;
    }

    /** Memory of an output in the layout a primitive chose; taken over by {@link #upload} and brought back by {@link #download}. */
    long output(long given, MemorySegment tensor, long chosen) {
        long reordered = input(given, tensor, chosen);
        if (!OneDnn.sameLayout(given, chosen)) {
            downloads.add(reorder(chosen, reordered, given, memory(given, tensor)));
        }
        return reordered;
    }

    /** Attributes for {@link #describe}: scratchpads of ours, and what else {@code postOps} says. */
    long attributes(LongUnaryOperator postOps) {
        long attributes = own("dnnl_primitive_attr_destroy", OneDnn.attributes());
        long operations = own("dnnl_post_ops_destroy", OneDnn.create("dnnl_post_ops_create"));
        postOps.applyAsLong(operations);
        OneDnn.call("dnnl_primitive_attr_set_post_ops", attributes, operations);
        return attributes;
    }

    /** Attributes without operations after the primitive. */
    long attributes() {
        return own("dnnl_primitive_attr_destroy", OneDnn.attributes());
    }

    /**
     * Descriptor of a primitive.
     *
     * @param function the function that creates it
     * @param arguments its arguments, without the result and the engine
     */
    long describe(String function, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = OneDnn.engine();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return own("dnnl_primitive_desc_destroy", OneDnn.create(function, all));
    }

    /**
     * As {@link #describe}, with the implementation this was made for.
     *
     * @throws UnsupportedOperationException where oneDNN has no more of them
     */
    long describeChoice(String function, Object... arguments) {
        long descriptor = describe(function, arguments);
        for (int i = 0; i < choice; i++) {
            OneDnn.call("dnnl_primitive_desc_next_impl", descriptor);
        }
        return descriptor;
    }

    /** Adds a primitive to what {@link #run} executes; arguments are pairs of argument index and memory object. */
    void add(long descriptor, long... argumentsAndMemories) {
        implementations.add(OneDnn.implementation(descriptor));
        Step[] longer = Arrays.copyOf(steps, steps.length + 1);
        longer[steps.length] = step(descriptor, argumentsAndMemories);
        steps = longer;
    }

    /** Adds a reorder between two layouts to what {@link #run} executes. */
    void addReorder(long from, long fromMemory, long to, long toMemory) {
        add(describeReorder(from, to), OneDnn.ARG_SOURCE, fromMemory, OneDnn.ARG_DESTINATION, toMemory);
    }

    private long describeReorder(long from, long to) {
        return own("dnnl_primitive_desc_destroy", OneDnn.create("dnnl_reorder_primitive_desc_create", from, OneDnn.engine(), to,
                OneDnn.engine(), attributes()));
    }

    private Step reorder(long from, long fromMemory, long to, long toMemory) {
        return step(describeReorder(from, to), OneDnn.ARG_SOURCE, fromMemory, OneDnn.ARG_DESTINATION, toMemory);
    }

    private Step step(long descriptor, long... argumentsAndMemories) {
        long primitive = own("dnnl_primitive_destroy", OneDnn.create("dnnl_primitive_create", descriptor));
        int count = argumentsAndMemories.length / 2 + 1;
        MemorySegment structures = arena.allocate(16L * count, 8);
        for (int i = 0; i < count - 1; i++) {
            argument(structures, i, argumentsAndMemories[2 * i], argumentsAndMemories[2 * i + 1]);
        }
        argument(structures, count - 1, OneDnn.ARG_SCRATCHPAD, scratchpad(OneDnn.chosen(descriptor, OneDnn.QUERY_SCRATCHPAD)));
        return new Step(primitive, count, structures.address());
    }

    private long scratchpad(long descriptor) {
        return memory(descriptor, storage(OneDnn.bytes(descriptor)));
    }

    private static void argument(MemorySegment structures, int index, long argument, long memory) {
        structures.set(ValueLayout.JAVA_INT, 16L * index, (int) argument);
        structures.set(ValueLayout.JAVA_LONG, 16L * index + 8, memory);
    }

    private long own(String destroy, long handle) {
        owned.add(new Owned(destroy, handle));
        return handle;
    }
}
