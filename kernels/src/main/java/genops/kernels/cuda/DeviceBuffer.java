package genops.kernels.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;

/**
 * A matrix of fp16 values, or a vector of 32-bit integers, in device memory. Rows may be padded, with zeros, so that each begins at a
 * multiple of 16 bytes; on the host they lie without padding as fp32.
 */
final class DeviceBuffer implements AutoCloseable {
    private static final int CHUNK_BYTES = 32 << 20;

    private final CUdeviceptr address = new CUdeviceptr();
    private final long rows;
    private final long extraRows;
    private final int columns;
    private final int stride;
    private final int elementBytes;
    private boolean open;

    private DeviceBuffer(long rows, long extraRows, int columns, int stride, int elementBytes) {
        this.rows = rows;
        this.extraRows = extraRows;
        this.columns = columns;
        this.stride = stride;
        this.elementBytes = elementBytes;
        long bytes = bytes();
        CudaDevice device = CudaDevice.get();
        device.makeCurrent();
        int result = JCudaDriver.cuMemAlloc(address, bytes);
        if (result == CUresult.CUDA_ERROR_OUT_OF_MEMORY) {
            throw new CudaException(result, "CUDA: needs " + bytes + " bytes of device memory, " + device.memory()[0] + " are free");
        }
        CudaDevice.check(result, bytes + " bytes of device memory");
        open = true;
    }

    /** fp16 values without padding. */
    static DeviceBuffer half(long elements) {
        return new DeviceBuffer(elements, 0, 1, 1, 2);
    }

    /** fp16 values, padded with zeros to whole 128-bit chunks. */
    static DeviceBuffer chunks(long elements) {
        return new DeviceBuffer(elements, Chunks.of(elements) * Chunks.VALUES - elements, 1, 1, 2);
    }

    /** fp16 rows, each padded to {@code stride} values. */
    static DeviceBuffer halfRows(long rows, int columns, int stride) {
        return halfRows(rows, columns, stride, 0);
    }

    /** The same with rows of zeros after those the host has. */
    static DeviceBuffer halfRows(long rows, int columns, int stride, long extraRows) {
        return new DeviceBuffer(rows, extraRows, columns, stride, 2);
    }

    /** Scratch memory of the device that the host never sees. */
    static DeviceBuffer scratch(long bytes) {
        return new DeviceBuffer((bytes + 15) / 16, 0, 16, 16, 1);
    }

    /** 32-bit integers. */
    static DeviceBuffer integers(long elements) {
        return new DeviceBuffer(elements, 0, 1, 1, 4);
    }

    CUdeviceptr address() {
        return address;
    }

    /** Bytes of device memory. */
    long bytes() {
        return (rows + extraRows) * stride * elementBytes;
    }

    /** Copies from the host, rounding fp32 to fp16. */
    void upload(MemorySegment host) {
        if (elementBytes == 4) {
            CudaDevice.check(JCudaDriver.cuMemcpyHtoD(address, pointer(host), bytes()), "copy to the device");
            return;
        }
        transfer((staging, firstRow, count) -> {
            for (long row = 0; row < count; row++) {
                for (int column = 0; column < stride; column++) {
                    float value = column < columns ? host.getAtIndex(ValueLayout.JAVA_FLOAT, (firstRow + row) * columns + column) : 0;
                    staging.setAtIndex(ValueLayout.JAVA_SHORT, row * stride + column, Float.floatToFloat16(value));
                }
            }
            CudaDevice.check(JCudaDriver.cuMemcpyHtoD(at(firstRow), pointer(staging), count * stride * 2), "copy to the device");
        });
        if (extraRows > 0) {
            CudaDevice.check(JCudaDriver.cuMemsetD8(at(rows), (byte) 0, extraRows * stride * elementBytes), "zeros of padding");
        }
    }

    /** Copies to the host, widening fp16 to fp32. */
    void download(MemorySegment host) {
        transfer((staging, firstRow, count) -> {
            CudaDevice.check(JCudaDriver.cuMemcpyDtoH(pointer(staging), at(firstRow), count * stride * 2), "copy from the device");
            for (long row = 0; row < count; row++) {
                for (int column = 0; column < columns; column++) {
                    short value = staging.getAtIndex(ValueLayout.JAVA_SHORT, row * stride + column);
                    host.setAtIndex(ValueLayout.JAVA_FLOAT, (firstRow + row) * columns + column, Float.float16ToFloat(value));
                }
            }
        });
    }

    private interface Part {
        void transfer(MemorySegment staging, long firstRow, long count);
    }

    private void transfer(Part part) {
        long rowBytes = stride * 2L;
        long rowsAtOnce = Math.max(1, CHUNK_BYTES / rowBytes);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment staging = arena.allocate(Math.min(rowsAtOnce, rows) * rowBytes, 64);
            for (long row = 0; row < rows; row += rowsAtOnce) {
                part.transfer(staging, row, Math.min(rowsAtOnce, rows - row));
            }
        }
    }

    private CUdeviceptr at(long row) {
        return address.withByteOffset(row * stride * elementBytes);
    }

    private static Pointer pointer(MemorySegment segment) {
        return Pointer.to(segment.asByteBuffer());
    }

    @Override
    public void close() {
        if (open) {
            open = false;
            JCudaDriver.cuMemFree(address);
        }
    }
}
