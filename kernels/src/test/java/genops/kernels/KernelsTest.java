package genops.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import genops.kernels.reference.References;
import genops.shapes.catalog.Catalog;
import genops.shapes.operator.Operator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the service lists name is there, once, and covers the catalog. */
class KernelsTest {

    @Test
    void idsAreUniqueForAnOperator() {
        Set<String> seen = new HashSet<>();
        for (Kernel<?> kernel : Kernels.all()) {
            assertTrue(seen.add(kernel.operator().getSimpleName() + " " + kernel.id()), kernel.id() + " is listed twice");
        }
    }

    @Test
    void everyKernelHasABackend() {
        Set<String> backends = Kernels.backends().stream().map(Backend::name).collect(Collectors.toSet());
        for (Kernel<?> kernel : Kernels.all()) {
            assertTrue(backends.contains(kernel.backend()), "no backend " + kernel.backend() + " of " + kernel.id());
        }
    }

    @Test
    void everyShapeOfTheCatalogHasAReferenceAndAVectorKernel() {
        List<Operator> shapes = Stream.concat(Catalog.standard().shapes().stream(),
                Catalog.standard().temporalLayouts().stream().map(layout -> (Operator) layout.inPlace())).toList();
        Set<String> missing = new HashSet<>();
        for (Operator shape : shapes) {
            References.of(shape.getClass());
            if (!supportedByVectorKernel(shape)) {
                missing.add(shape.type() + " " + shape.text());
            }
        }
        assertEquals(Set.of(), missing);
    }

    @SuppressWarnings("unchecked")
    private static <O extends Operator> boolean supportedByVectorKernel(O shape) {
        return Kernels.of((Class<O>) shape.getClass()).stream()
                .anyMatch(k -> k.backend().equals("vector") && k.unsupported(shape).isEmpty());
    }
}
