package genops.benchmarks.run;

import genops.benchmarks.fork.KernelOffer;
import genops.results.statistics.KernelId;
import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The kernels that take turns at one shape.
 *
 * @param shape the shape
 * @param cases one for each kernel
 * @param word by which the document tells that they took turns
 */
record ShapeGroup(Operator shape, List<Case> cases, String word) {

    ShapeGroup {
        cases = List.copyOf(cases);
    }

    private record Key(Operator shape, int threads, boolean onDevice) {}

    /** The groups of cases that can run, in their order. */
    static List<ShapeGroup> of(List<Case> cases) {
        Map<Key, List<Case>> groups = new LinkedHashMap<>();
        cases.stream().filter(c -> c.offer().reason().isEmpty()).forEach(c -> groups
                .computeIfAbsent(new Key(c.shape(), c.threads(), c.offer().onDevice()), k -> new ArrayList<>()).add(c));
        List<ShapeGroup> result = new ArrayList<>();
        groups.forEach((key, members) -> result.add(new ShapeGroup(key.shape, members, "t" + (result.size() + 1))));
        return result;
    }

    /** The same with some of its kernels. */
    ShapeGroup with(List<Case> some) {
        return new ShapeGroup(shape, some, word);
    }

    int threads() {
        return cases.getFirst().threads();
    }

    /** Shape on one line. */
    String text() {
        return shape.type().label() + " " + shape.text();
    }

    /** Memory that binding all of them takes. */
    long bytesNeeded() {
        // tensors are shared; what each needs includes them
        return cases.stream().mapToLong(c -> c.offer().bytesNeeded()).max().orElse(0);
    }

    /** What a kernel is in a composition: of those of one role only the fastest counts. */
    static String role(KernelOffer offer) {
        KernelId id = KernelId.of(offer.kernel());
        return id.backend() + (id.flash() ? " flash" : id.unfused() ? " unfused" : "");
    }
}
