package genops.benchmarks.fork;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import genops.kernels.DeviceTimed;
import genops.kernels.cuda.CudaBackend;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceCeilingsTest {

    @ParameterizedTest
    @ValueSource(strings = {"device-gemm", "device-copy"})
    void thereIsNoCeilingWithoutADevice(String name) {
        assumeTrue(new CudaBackend().unavailable().isPresent(), "this machine has a device");
        String message = assertThrows(IllegalStateException.class, () -> DeviceCeilings.open(name)).getMessage();
        assertTrue(message.startsWith("no ceiling of a device: "), message);
    }

    /** About 50 ms of calls, and a thousand at most. */
    @ParameterizedTest
    @CsvSource({"1e9, 1", "1e6, 50", "10, 1000"})
    void callsFillAShortTime(double nanoseconds, int calls) {
        List<Integer> asked = new ArrayList<>();
        DeviceTimed device = (count, cache) -> {
            asked.add(count);
            return nanoseconds;
        };
        assertEquals(nanoseconds, DeviceTime.nanoseconds(device, DeviceTimed.Cache.COLD));
        assertEquals(List.of(1, calls), asked);
    }
}
