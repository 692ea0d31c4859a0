package genops.kernels.vector;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.kernels.verify.Verification;
import genops.kernels.verify.Verifier;
import genops.shapes.operator.Operator;
import genops.shapes.operator.OperatorType;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Norms, activations, elementwise and layout kernels against their references in full: small, ragged, odd and split shapes. */
class PointwiseOperatorsIT {
    private static final Set<String> BACKENDS = Set.of("vector", "java");

    @ParameterizedTest
    @CsvSource({
        "groupNorm, n1_c1_x1_g1", "groupNorm, n1_c3_x7_g3", "groupNorm, n2_c6_x5_g2_silu", "groupNorm, n1_c320_x9_g32",
        "groupNorm, n2_c320_x64_g32_silu", "groupNorm, n3_c66_x131_g33", "groupNorm, n2_c128_x700_g32_silu", "groupNorm, n1_c40_x4_g1",
        "layerNorm, m1_c1", "layerNorm, m3_c7", "layerNorm, m5_c320", "layerNorm, m2_c321", "layerNorm, m300_c97",
        "layerNorm, m1_c20001", "layerNorm, m21_c20009",
        "rmsNorm, m1_c1", "rmsNorm, m3_c15", "rmsNorm, m2_c4096", "rmsNorm, m211_c175",
        "softmax, m1_c1", "softmax, m4_c3", "softmax, m3_c77", "softmax, m2_c8192", "softmax, m129_c337",
        "add, e1", "add, e17", "add, e1000", "add, e100003",
        "scale, e1", "scale, e31", "scale, e100001",
        "broadcastAdd, n1_c1_x1", "broadcastAdd, n2_c3_x5", "broadcastAdd, n3_c320_x50", "broadcastAdd, n2_c67_x300",
        "rotaryEmbedding, m1_h1_d2", "rotaryEmbedding, m3_h2_d128", "rotaryEmbedding, m5_h3_d80", "rotaryEmbedding, m70_h5_d42",
        "concat, m1_c1+1", "concat, m5_c3+4", "concat, m7_c320+640", "concat, m200_c77+33",
        "embedding, m1_v1_c1", "embedding, m77_v100_c768", "embedding, m300_v50_c61",
        "upsample, n1_c1_h1_w1_f1", "upsample, n1_c3_h5_w7_f2", "upsample, n2_c320_h4_w4_f2", "upsample, n2_c19_h3_w5_f3",
        "rearrange, n1_a1_b1_c1", "rearrange, n2_a3_b5_c7", "rearrange, n1_a16_b64_c320", "rearrange, n2_a64_b16_c40",
        "rearrange, n3_a5_b130_c33",
    })
    void everyElementIsWithinTolerance(String operator, String text) {
        for (Bound bound : bind(operator, text)) {
            try (bound) {
                bound.assertVerified();
                bound.assertVerified();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"relu", "silu", "gelu", "gelutanh", "quickgelu"})
    void everyFunctionIsWithinTolerance(String function) {
        for (String text : List.of("activation e1_", "activation e15_", "activation e33_", "activation e40001_", "gatedActivation m1_c1_",
                "gatedActivation m3_c7_", "gatedActivation m2_c1280_", "gatedActivation m33_c1037_")) {
            everyElementIsWithinTolerance(text.substring(0, text.indexOf(' ')), text.substring(text.indexOf(' ') + 1) + function);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "groupNorm, n2_c320_x256_g32_silu", "layerNorm, m100_c321", "layerNorm, m9_c20009", "rmsNorm, m100_c320", "softmax, m50_c1001",
        "add, e100003", "scale, e100003", "broadcastAdd, n2_c320_x64", "rotaryEmbedding, m50_h8_d80", "concat, m100_c320+33", "embedding, m77_v100_c768",
        "upsample, n1_c33_h16_w16_f2", "rearrange, n1_a16_b64_c33", "activation, e50001_relu", "activation, e50001_silu",
        "activation, e50001_gelu", "activation, e50001_gelutanh", "activation, e50001_quickgelu", "gatedActivation, m33_c1037_gelu",
    })
    @Tag("allocation")
    void nothingIsAllocatedOnceCompiled(String operator, String text) throws IOException, InterruptedException {
        for (Bound bound : bind(operator, text)) {
            try (bound) {
                AllocationProbe.assertAllocatesNothing(bound.name(), bound.run(), operator, text, bound.kernel().id());
            }
        }
    }

    @Test
    void aKernelThatWritesNothingIsCaught() {
        Operator shape = OperatorType.ADD.parse("e100");
        try (Tensors tensors = Tensors.random(shape, genops.kernels.Precision.FP32, 1)) {
            Bound idle = new Bound(Kernels.find(genops.shapes.operator.Add.class, "vector/elementwise"), shape, tensors, () -> {});
            assertFalse(idle.verify().passed());
        }
    }

    private static List<Bound> bind(String operator, String text) {
        Operator shape = OperatorType.of(operator).parse(text);
        List<Bound> bound = Kernels.all().stream()
                .filter(k -> k.operator() == shape.getClass() && BACKENDS.contains(k.backend()) && supports(k, shape))
                .map(k -> Bound.of(k, shape))
                .toList();
        assertTrue(bound.stream().anyMatch(b -> b.kernel().backend().equals("vector")), "no Vector API kernel of " + shape);
        return bound;
    }

    @SuppressWarnings("unchecked")
    private static boolean supports(Kernel<?> kernel, Operator shape) {
        return ((Kernel<Operator>) kernel).unsupported(shape).isEmpty();
    }

    private record Bound(Kernel<?> kernel, Operator shape, Tensors tensors, BoundKernel run) implements AutoCloseable {

        @SuppressWarnings("unchecked")
        static Bound of(Kernel<?> kernel, Operator shape) {
            Tensors tensors = Tensors.random(shape, kernel.precision(), 42);
            return new Bound(kernel, shape, tensors, ((Kernel<Operator>) kernel).bind(shape, tensors));
        }

        String name() {
            return kernel.id() + " " + shape.type() + " " + shape.text();
        }

        @SuppressWarnings("unchecked")
        Verification verify() {
            return new Verifier(Long.MAX_VALUE, 1).runAndCompare((Kernel<Operator>) kernel, shape, tensors, run);
        }

        void assertVerified() {
            Verification verification = verify();
            assertTrue(verification.passed(), () -> name() + ": " + verification.describe());
        }

        @Override
        public void close() {
            run.close();
            tensors.close();
        }
    }
}
