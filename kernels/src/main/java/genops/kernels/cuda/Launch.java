package genops.kernels.cuda;

import java.util.ArrayList;
import java.util.List;
import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.JCudaDriver;

/** One kernel launch, prepared once: function, grid, block, dynamic shared memory and arguments. */
final class Launch implements DeviceWork {
    private final String name;
    private final CUfunction function;
    private final int[] grid;
    private final int threads;
    private final int sharedBytes;
    private final Pointer arguments;

    private Launch(Builder builder, int[] grid) {
        this.name = builder.kernel;
        this.function = CudaDevice.get().function(builder.source, builder.kernel, builder.sharedBytes);
        this.grid = grid;
        this.threads = builder.threads;
        this.sharedBytes = builder.sharedBytes;
        this.arguments = Pointer.to(builder.arguments.toArray(NativePointerObject[]::new));
    }

    /** A launch of a kernel of {@code source}.cu with one-dimensional blocks. */
    static Builder of(String source, String kernel, int threads, int sharedBytes) {
        return new Builder(source, kernel, threads, sharedBytes);
    }

    @Override
    public void enqueue() {
        CudaDevice.check(JCudaDriver.cuLaunchKernel(function, grid[0], grid[1], grid[2], threads, 1, 1, sharedBytes,
                CudaDevice.get().stream(), arguments, null), "launch of " + name);
    }

    /** Collects the arguments in the order of the kernel's parameters. */
    static final class Builder {
        private final String source;
        private final String kernel;
        private final int threads;
        private final int sharedBytes;
        private final List<NativePointerObject> arguments = new ArrayList<>();

        private Builder(String source, String kernel, int threads, int sharedBytes) {
            this.source = source;
            this.kernel = kernel;
            this.threads = threads;
            this.sharedBytes = sharedBytes;
        }

        Builder buffer(DeviceBuffer buffer) {
            arguments.add(Pointer.to(buffer.address()));
            return this;
        }

        /** A null pointer, for an operand the shape does not have. */
        Builder absent() {
            arguments.add(Pointer.to(new long[] {0}));
            return this;
        }

        Builder integer(int value) {
            arguments.add(Pointer.to(new int[] {value}));
            return this;
        }

        Builder integer64(long value) {
            arguments.add(Pointer.to(new long[] {value}));
            return this;
        }

        Builder real(float value) {
            arguments.add(Pointer.to(new float[] {value}));
            return this;
        }

        Launch grid(long x, long y, long z) {
            return new Launch(this, new int[] {Math.toIntExact(x), Math.toIntExact(y), Math.toIntExact(z)});
        }
    }
}
