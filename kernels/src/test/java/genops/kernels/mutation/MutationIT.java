package genops.kernels.mutation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.BoundKernel;
import genops.kernels.InputKind;
import genops.kernels.Kernel;
import genops.kernels.Kernels;
import genops.kernels.Tensors;
import genops.kernels.vector.Simd;
import genops.kernels.verify.CheckedTensors;
import genops.kernels.verify.KernelCheck;
import genops.kernels.verify.Verification;
import genops.kernels.verify.VerifySeed;
import genops.shapes.catalog.Catalog;
import genops.shapes.operator.Operator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Faults planted in the sources of our own kernels, of every family, are caught at shapes of the catalog: by the examination before timing, or
 * by the {@code verify} verb, which tries all kinds of inputs. Each faulty source is compiled and loaded beside the right ones; the right
 * kernel, loaded in the same way, passes at the same shapes. The rate is printed.
 */
class MutationIT {
    /** What an examination came to. */
    private enum Verdict { CAUGHT_BEFORE_TIMING, CAUGHT_BY_VERIFY, SURVIVED }

    private static final boolean ALL = Boolean.getBoolean("genops.mutation.all");
    private static final int PART = 3;

    private final long seed = VerifySeed.get();
    private final Map<Verdict, List<PlantedFault>> verdicts = new LinkedHashMap<>();

    @Test
    void everyFaultPlantedInAKernelIsCaught() throws Exception {
        Set<Operator> catalog = new HashSet<>(Catalog.standard().shapes());
        Catalog.standard().temporalLayouts().forEach(l -> catalog.addAll(l.shapes()));
        List<List<PlantedFault>> places = places();
        List<PlantedFault> faults = places.stream().flatMap(List::stream).toList();
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, new ArrayList<>());
        }
        try (MutantCompiler compiler = new MutantCompiler()) {
            for (List<PlantedFault> place : places) {
                Operator shape = place.getFirst().operatorShape();
                assertTrue(catalog.contains(shape), () -> place.getFirst().text() + ": the catalog has no such shape");
                plant(place, shape, compiler);
            }
        }
        int before = verdicts.get(Verdict.CAUGHT_BEFORE_TIMING).size();
        int verify = verdicts.get(Verdict.CAUGHT_BY_VERIFY).size();
        System.out.printf("faults planted in sources: %d in %d families, %d caught before timing, %d more by verify, %d survived (seed %d)%n",
                faults.size(), faults.stream().map(PlantedFault::family).distinct().count(), before, verify,
                verdicts.get(Verdict.SURVIVED).size(), seed);
        assertEquals(List.of(), verdicts.get(Verdict.SURVIVED).stream().map(PlantedFault::text).toList(), () -> "survived, seed " + seed);
        assertTrue(before >= 0.9 * faults.size(), () -> "not caught before timing, seed " + seed + ": "
                + verdicts.get(Verdict.CAUGHT_BY_VERIFY).stream().map(PlantedFault::text).collect(Collectors.joining("; ")));
    }

    /** The faults of each kernel and shape: of all, or of a third of them that chance decides. */
    private List<List<PlantedFault>> places() throws IOException {
        Map<String, List<PlantedFault>> places = new LinkedHashMap<>();
        PlantedFault.all().stream().filter(f -> f.registers() == 0 || f.registers() == Simd.REGISTERS)
                .forEach(f -> places.computeIfAbsent(f.place(), p -> new ArrayList<>()).add(f));
        List<List<PlantedFault>> drawn = new ArrayList<>(places.values());
        Collections.shuffle(drawn, new Random(seed));
        return ALL ? drawn : drawn.subList(0, Math.ceilDiv(drawn.size(), PART));
    }

    /** Plants faults one after the other in a kernel at a shape, where the kernel without them is right. */
    @SuppressWarnings("unchecked")
    private <O extends Operator> void plant(List<PlantedFault> faults, O shape, MutantCompiler compiler) throws Exception {
        Kernel<O> right = (Kernel<O>) kernel(new MutantLoader(Map.of()), faults.getFirst());
        try (Tensors tensors = Tensors.random(shape, right.precision(), seed)) {
            CheckedTensors checked = new CheckedTensors(tensors, seed);
            boolean all = false;
            for (PlantedFault fault : faults) {
                MutantLoader loader = new MutantLoader(compiler.compile(fault.className(), fault.source()));
                Verdict verdict = examine((Kernel<O>) kernel(loader, fault), shape, checked, true);
                verdicts.get(verdict).add(fault);
                all |= verdict == Verdict.CAUGHT_BY_VERIFY;
            }
            assertEquals(Verdict.SURVIVED, examine(right, shape, checked, all), () -> "without a fault, seed " + seed + ": "
                    + faults.getFirst().place());
        }
    }

    private static Kernel<?> kernel(ClassLoader loader, PlantedFault fault) throws ReflectiveOperationException {
        return (Kernel<?>) loader.loadClass(PlantedFault.PACKAGE + fault.kernel()).getDeclaredConstructor().newInstance();
    }

    /** @param all whether all kinds of inputs are tried where those before timing show nothing */
    private <O extends Operator> Verdict examine(Kernel<O> kernel, O shape, CheckedTensors tensors, boolean all) {
        try (BoundKernel bound = kernel.bind(shape, tensors.tensors())) {
            KernelCheck<O> check = KernelCheck.open(kernel, shape, tensors, bound, seed);
            Verification before = renewed(check.before(), tensors);
            if (!before.passed()) {
                return Verdict.CAUGHT_BEFORE_TIMING;
            }
            return all && !renewed(check.verify(List.of(InputKind.values()), false), tensors).passed() ? Verdict.CAUGHT_BY_VERIFY
                    : Verdict.SURVIVED;
        }
    }

    /** After a fault that wrote where it must not, or left its inputs changed, the next begins with whole ones. */
    private static Verification renewed(Verification verification, CheckedTensors tensors) {
        if (!verification.fault().isEmpty()) {
            tensors.renew();
        }
        return verification;
    }

    @Test
    void everyVectorKernelHasFaults() throws Exception {
        Set<String> planted = PlantedFault.all().stream().map(f -> PlantedFault.PACKAGE + f.kernel()).collect(Collectors.toSet());
        List<String> without = Kernels.all().stream().map(k -> k.getClass().getName()).filter(n -> n.startsWith(PlantedFault.PACKAGE))
                .filter(n -> !planted.contains(n)).toList();
        // its own code is the layout of AttentionLayout, read by the kernels that have faults
        assertEquals(List.of(PlantedFault.PACKAGE + "InPlaceTemporalAttention"), without);
    }

    @Test
    void aFaultWhoseTextIsGoneIsNamed() {
        PlantedFault gone = new PlantedFault("family", "what", "Gemm.java", "Gemm", "linear", "m1_n1_k1", 0, "no such text", "");
        assertTrue(assertThrows(IllegalStateException.class, gone::source).getMessage().startsWith("Gemm.java has 0 times, not once, "));
    }
}
