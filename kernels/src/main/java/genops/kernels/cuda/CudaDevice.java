package genops.kernels.cuda;

import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE;
import static jcuda.driver.CUdevice_attribute.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUcontext;
import jcuda.driver.CUdevice;
import jcuda.driver.CUfunction;
import jcuda.driver.CUfunction_attribute;
import jcuda.driver.CUmodule;
import jcuda.driver.CUresult;
import jcuda.driver.CUstream;
import jcuda.driver.JCudaDriver;

/**
 * The first CUDA device and its primary context. Kernels are loaded from PTX text in resources, one module for each source file.
 * Nothing about clocks or device settings is changed.
 */
public final class CudaDevice {
    /** Name by which the emulation used in tests calls itself; it is never timed. */
    public static final String EMULATION = "CPU emulation of CUDA";

    private static final class Holder {
        static final CudaDevice INSTANCE = new CudaDevice();
    }

    private final CUdevice device = new CUdevice();
    private final CUcontext context = new CUcontext();
    private final CUstream stream = new CUstream();
    private final Map<String, CUmodule> modules = new HashMap<>();
    private final ThreadLocal<Boolean> current = ThreadLocal.withInitial(() -> false);
    private final String name;
    private final int driverVersion;

    private CudaDevice() {
        JCudaDriver.setExceptionsEnabled(false);
        int[] number = new int[1];
        check(JCudaDriver.cuDriverGetVersion(number), "driver version");
        driverVersion = number[0];
        if (driverVersion < CudaProbe.MINIMUM_DRIVER) {
            throw new IllegalStateException("the NVIDIA driver supports CUDA " + version(driverVersion)
                    + ", the kernels need CUDA 12.0; update the driver");
        }
        check(JCudaDriver.cuInit(0), "initialisation of the driver");
        check(JCudaDriver.cuDeviceGetCount(number), "device count");
        if (number[0] == 0) {
            throw new IllegalStateException("the NVIDIA driver reports no device");
        }
        check(JCudaDriver.cuDeviceGet(device, 0), "device 0");
        byte[] text = new byte[256];
        check(JCudaDriver.cuDeviceGetName(text, text.length, device), "device name");
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        name = new String(text, 0, end, StandardCharsets.UTF_8);
        if (computeCapability() < 80) {
            throw new IllegalStateException(name + " has compute capability " + computeCapability() / 10.0
                    + ", the kernels need 8.0 (Ampere) or newer");
        }
        check(JCudaDriver.cuDevicePrimaryCtxRetain(context, device), "context");
        makeCurrent();
        check(JCudaDriver.cuStreamCreate(stream, 0), "stream");
    }

    /**
     * The device, initialised at the first call.
     *
     * @throws RuntimeException with one line where there is none that can be used; ask {@link CudaBackend#unavailable()} first
     */
    public static CudaDevice get() {
        return Holder.INSTANCE;
    }

    /** Device name as the driver gives it. */
    public String name() {
        return name;
    }

    /** Whether this is the emulation of tests, whose times mean nothing. */
    public boolean emulated() {
        return name.equals(EMULATION);
    }

    /** Newest CUDA version the driver supports, e.g. {@code 12.6}. */
    public String driver() {
        return version(driverVersion);
    }

    /** One line: name, compute capability, multiprocessors, memory, driver. */
    public String description() {
        long[] memory = memory();
        return String.format(java.util.Locale.ROOT, "%s, compute capability %.1f, %d multiprocessors, %.1f GiB, CUDA %s", name,
                computeCapability() / 10.0, multiprocessors(), memory[1] / (double) (1L << 30), driver());
    }

    /** Ten times the compute capability, e.g. 80. */
    public int computeCapability() {
        return 10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) + attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
    }

    public int multiprocessors() {
        return attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
    }

    /** Bytes of the second-level cache. */
    public int cacheBytes() {
        return attribute(CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE);
    }

    private int attribute(int attribute) {
        int[] value = new int[1];
        check(JCudaDriver.cuDeviceGetAttribute(value, attribute, device), "device attribute " + attribute);
        return value[0];
    }

    /** Free and total bytes of device memory. */
    public long[] memory() {
        makeCurrent();
        long[] free = new long[1];
        long[] total = new long[1];
        check(JCudaDriver.cuMemGetInfo(free, total), "memory of the device");
        return new long[] {free[0], total[0]};
    }

    /** Makes the device's context the calling thread's; to be called before any other call of the driver on a thread. */
    void makeCurrent() {
        if (!current.get()) {
            check(JCudaDriver.cuCtxSetCurrent(context), "context");
            current.set(true);
        }
    }

    CUstream stream() {
        return stream;
    }

    /** Waits for all that was launched, and says what went wrong in it. */
    void synchronize() {
        check(JCudaDriver.cuStreamSynchronize(stream), "kernel");
    }

    /**
     * A kernel of the module that {@code source}.cu was compiled to.
     *
     * @param sharedBytes dynamic shared memory it will be launched with
     */
    synchronized CUfunction function(String source, String kernel, int sharedBytes) {
        makeCurrent();
        CUmodule module = modules.computeIfAbsent(source, this::load);
        CUfunction function = new CUfunction();
        check(JCudaDriver.cuModuleGetFunction(function, module, kernel), "kernel " + kernel);
        check(JCudaDriver.cuFuncSetAttribute(function, CUfunction_attribute.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes),
                sharedBytes + " bytes of shared memory for " + kernel);
        return function;
    }

    private CUmodule load(String source) {
        CUmodule module = new CUmodule();
        check(JCudaDriver.cuModuleLoadData(module, ptx(source)), "module " + source);
        return module;
    }

    /** The PTX text of a source file as it is shipped. */
    static String ptx(String source) {
        try (InputStream resource = CudaDevice.class.getResourceAsStream(source + ".ptx")) {
            if (resource == null) {
                throw new IllegalStateException(source + ".ptx is not on the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void check(int result, String what) {
        if (result != CUresult.CUDA_SUCCESS) {
            throw new CudaException(result, "CUDA: " + what + ": " + CUresult.stringFor(result));
        }
    }

    private static String version(int number) {
        return number / 1000 + "." + number % 1000 / 10;
    }
}
