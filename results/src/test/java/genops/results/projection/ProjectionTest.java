package genops.results.projection;

import static genops.results.TestDocuments.document;
import static genops.results.TestDocuments.measured;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.results.composition.CallTime;
import genops.results.composition.MeasuredTimes;
import genops.results.composition.Selection;
import genops.results.composition.Stack;
import genops.results.document.RunDocument;
import genops.results.projection.DeviceModel.Efficiency;
import genops.results.projection.DeviceModel.Source;
import genops.results.projection.DeviceModel.Tile;
import genops.results.roofline.AttentionVariant;
import genops.shapes.catalog.Catalog;
import genops.shapes.model.Models;
import genops.shapes.operator.Add;
import genops.shapes.operator.Attention;
import genops.shapes.operator.Linear;
import genops.shapes.operator.Operator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProjectionTest {
    private static final Source SOURCE = new Source("all", "made up", true);
    private static final Efficiency HALF = new Efficiency(0.5, 0.5, List.of(new Tile(64, 64, 64), new Tile(128, 64, 32)), SOURCE);
    /** 100 GFLOP/s for matrices, 10 GFLOP/s for the rest, 10 GB/s, 1 KiB of cache, 1 µs a launch. */
    private static final DeviceModel DEVICE = new DeviceModel("toy", "fp16", 2, 100e9, 10e9, 10e9, 1024, 1000,
            Map.of("linear", HALF, "flash", HALF, "unfused", HALF), List.of(SOURCE));

    private static double time(DeviceModel device, Operator operator, AttentionVariant variant) {
        return assertInstanceOf(CallTime.Projected.class, new ProjectedTimes(device).of(operator, variant)).nanoseconds();
    }

    @Test
    void theSlowerOfComputeAndMemoryDecidesAndALaunchIsTheLeast() {
        // 2·10⁹ FLOPs at half of 100 GFLOP/s
        assertEquals(40e6, time(DEVICE, new Linear(1000, 1000, 1000, false), AttentionVariant.FLASH), 1);
        // 2·(1000 + 10⁶ + 1000) bytes at half of 10 GB/s
        assertEquals(400.8e3, time(DEVICE, new Linear(1, 1000, 1000, false), AttentionVariant.FLASH), 1e-6);
        assertEquals(1000, time(DEVICE, new Linear(1, 8, 8, false), AttentionVariant.FLASH));
    }

    @Test
    void unfusedAttentionPaysForItsScoresAndPartsOfTilesCostWholeOnes() {
        Attention attention = new Attention(1, 1, 640, 640, 64);
        // 4·640²·64 FLOPs at 50 GFLOP/s; as GEMMs 2·640²·64 each, and 5·640² at 5 GFLOP/s, all longer than their bytes take
        double products = 4.0 * 640 * 640 * 64 / 50;
        assertEquals(products, time(DEVICE, attention, AttentionVariant.FLASH), 1e-6);
        assertEquals(products + 5.0 * 640 * 640 / 5, time(DEVICE, attention, AttentionVariant.UNFUSED), 1e-6);
        // 65 keys need two tiles of 64
        assertEquals(4.0 * 640 * 128 * 64 / 50, time(DEVICE, new Attention(1, 1, 640, 65, 64), AttentionVariant.FLASH), 1e-6);
    }

    @Test
    void aGeneralKernelPaysForWholeTilesAndAFittingOneDoesNot() {
        Attention frames = new Attention(1000, 8, 16, 16, 64);
        double needed = 4.0 * 8000 * 16 * 16 * 64 / 50;
        assertEquals(16 * needed, time(DEVICE, frames, AttentionVariant.FLASH), 1e-3, "64 of 64 rows and columns for 16 of 16");
        // 4·1000·16·8·64 elements of 2 bytes at half of 10 GB/s take longer than the arithmetic
        double memory = 4.0 * 1000 * 16 * 8 * 64 * 2 / 5;
        assertEquals(Math.max(needed, memory), time(DEVICE.fitting(), frames, AttentionVariant.FLASH), 1e-3);
        assertEquals(time(DEVICE, frames, AttentionVariant.UNFUSED), time(DEVICE.fitting(), frames, AttentionVariant.UNFUSED),
                "unfused attention is not the flash kernel");
        // beyond head dim 64 the tile has half the columns: 33 keys take two of 32, not one of 64; beyond the last one the last holds
        assertEquals(4.0 * 640 * 64 * 128 / 50, time(DEVICE, new Attention(1, 1, 640, 33, 128), AttentionVariant.FLASH), 1e-6);
        assertEquals(4.0 * 640 * 64 * 160 / 50, time(DEVICE, new Attention(1, 1, 640, 33, 160), AttentionVariant.FLASH), 1e-6);
    }

    @Test
    void theBalanceIsMultiplyAddsPerByte() {
        assertEquals(5, DEVICE.balance(), 1e-12);
        assertEquals(10, DEVICE.withBandwidth(5e9).balance(), 1e-12);
        assertEquals(76.5, DeviceModel.of("a100-80gb").balance(), 0.05);
    }

    @Test
    void aClassWithoutAnEfficiencyIsUnknown() {
        assertInstanceOf(CallTime.Unknown.class, new ProjectedTimes(DEVICE).of(new Add(8), AttentionVariant.FLASH));
    }

    @Test
    void everyKnownDeviceTimesEveryShapeOfEveryModelAndNamesItsSources() {
        Catalog catalog = Catalog.of(Models.all().stream().map(m -> m.build()).toList());
        for (String name : DeviceModel.KNOWN) {
            DeviceModel device = DeviceModel.of(name);
            for (Operator shape : catalog.shapes()) {
                double flash = time(device, shape, AttentionVariant.FLASH);
                assertTrue(flash > 0 && Double.isFinite(flash), () -> name + " " + shape);
            }
            device.efficiencies().values().forEach(e -> assertFalse(e.source().where().isBlank()));
            assertFalse(device.sources().isEmpty());
            assertEquals(2 + device.sources().size() + device.efficiencies().size(), device.table().lines().count());
            assertTrue(device.table().contains("(as recalled, not checked)"), device.table());
        }
        assertThrows(IllegalArgumentException.class, () -> DeviceModel.of("abacus"));
        assertThrows(IllegalArgumentException.class, () -> DeviceModel.read("{\"name\": \"x\"}"));
    }

    @Test
    void moreWorkIsNeverFaster() {
        DeviceModel a100 = DeviceModel.of("a100-80gb");
        for (AttentionVariant variant : AttentionVariant.values()) {
            double before = 0;
            for (int length = 16; length <= 8192; length *= 2) {
                double now = time(a100, new Attention(2, 8, length, length, 64), variant);
                assertTrue(now >= before, length + " " + variant);
                before = now;
            }
        }
        Attention large = new Attention(2, 8, 4096, 4096, 40);
        assertTrue(time(a100, large, AttentionVariant.UNFUSED) > 1.5 * time(a100, large, AttentionVariant.FLASH));
    }

    @Test
    void theErrorOfAProjectionIsTheRatioOfMeasuredToProjectedTimes() {
        Linear linear = new Linear(1000, 1000, 1000, false);
        Linear larger = new Linear(2000, 1000, 1000, false);
        // projected at 50 % of 100 GFLOP/s: 40 and 80 ms
        RunDocument document = document(measured(linear, "vector/gemm", 80e6), measured(larger, "vector/gemm", 40e6));
        DeviceModel host = DeviceModel.host(document, 2, DEVICE).orElseThrow();
        List<ProjectionError> errors = ProjectionError.of(List.of(linear, larger, new Linear(3, 3, 3, false)),
                MeasuredTimes.of(document, Selection.of(Stack.VECTOR, document)), new ProjectedTimes(host));
        assertEquals(1, errors.size());
        assertEquals("linear", errors.getFirst().group());
        assertEquals(2, errors.getFirst().shapes());
        assertEquals(1, errors.getFirst().ratio(), 1e-9);
        assertEquals(0.5, errors.getFirst().least(), 1e-9);
        assertEquals(2, errors.getFirst().most(), 1e-9);
        assertTrue(DeviceModel.host(document, 7, DEVICE).isEmpty());
    }
}
