package genops.kernels.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jcuda.driver.CUresult;
import jcuda.driver.JCudaDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The emulated driver catches each fault planted in {@code faults.cu}, in every order of threads, and nothing in the sound kernel. */
@Tag("cuda-checked")
class EmulatedFaultIT {
    private static final int COUNT = 512;
    private static final int SHARED_BYTES = 2048;

    @BeforeEach
    void emulation() {
        Emulation.require();
    }

    @AfterEach
    void reset() {
        Emulation.reset();
    }

    @Test
    void soundKernelRuns() {
        for (Emulation.Schedule schedule : Emulation.Schedule.values()) {
            Emulation.schedule(schedule, 1);
            run("fault_none");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "fault_out_of_bounds, 700, write out of bounds",
        "fault_null, 700, write outside device memory",
        "fault_misaligned, 716, misaligned access",
        "fault_unwritten_shared, 719, read of shared memory that nothing wrote",
        "fault_shared_out_of_bounds, 700, out of bounds of 2048 bytes of shared memory",
        "fault_unwritten_global, 719, read of device memory that nothing wrote",
        "fault_missing_barrier, 719, shared memory",
        "fault_missing_barrier_before_reuse, 719, race",
        "fault_missing_wait, 719, asynchronous copy still writes",
        "fault_missing_warp_sync, 719, shared memory",
        "fault_divergent_barrier, 719, deadlock",
    })
    void plantedFaultIsCaught(String kernel, int result, String reason) {
        for (Emulation.Schedule schedule : Emulation.Schedule.values()) {
            Emulation.schedule(schedule, 1);
            CudaException e = assertThrows(CudaException.class, () -> run(kernel), kernel + " " + schedule);
            assertEquals(result, e.result(), kernel + " " + schedule);
            String failure = Emulation.failure();
            assertTrue(failure.contains(reason), failure);
            assertTrue(reason.equals("deadlock") || failure.contains("faults.cu:"), failure);
            Emulation.reset();
        }
    }

    @Test
    void launchesBeyondTheLimitsAreRefused() {
        assertEquals(CUresult.CUDA_ERROR_INVALID_VALUE, launch("fault_none", 2048, 1, SHARED_BYTES));
        assertEquals(CUresult.CUDA_ERROR_INVALID_VALUE, launch("fault_none", 128, 70_000, SHARED_BYTES));
        assertEquals(CUresult.CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES, launch("fault_none", 256, 1, SHARED_BYTES));
        assertEquals(CUresult.CUDA_ERROR_INVALID_VALUE, assertThrows(CudaException.class,
                () -> Launch.of("linear", "fault_none", 128, 200_000).grid(1, 1, 1)).result());
    }

    @Test
    void aFailedKernelKillsTheContextUntilReset() {
        assertThrows(CudaException.class, () -> run("fault_out_of_bounds"));
        assertEquals(CUresult.CUDA_ERROR_ILLEGAL_ADDRESS, JCudaDriver.cuCtxSynchronize());
        Emulation.reset();
        run("fault_none");
    }

    private static int launch(String kernel, int threads, int gridY, int sharedBytes) {
        try (DeviceBuffer data = DeviceBuffer.integers(COUNT)) {
            Launch.of("linear", kernel, threads, sharedBytes).buffer(data).integer(COUNT).grid(1, gridY, 1).enqueue();
            CudaDevice.get().synchronize();
            return CUresult.CUDA_SUCCESS;
        } catch (CudaException e) {
            return e.result();
        }
    }

    private static void run(String kernel) {
        try (Arena arena = Arena.ofConfined(); DeviceBuffer data = DeviceBuffer.integers(COUNT)) {
            if (kernel.equals("fault_unwritten_global")) {
                // nothing is copied: half of the buffer must not have been written by anyone
                launchAndWait(kernel, data);
                return;
            }
            MemorySegment host = arena.allocate(4L * COUNT, 64);
            data.upload(host);
            launchAndWait(kernel, data);
        }
    }

    private static void launchAndWait(String kernel, DeviceBuffer data) {
        // the emulated driver knows all kernels, whichever module is asked
        Launch.of("linear", kernel, 128, SHARED_BYTES).buffer(data).integer(COUNT).grid(1, 1, 1).enqueue();
        CudaDevice.get().synchronize();
    }
}
