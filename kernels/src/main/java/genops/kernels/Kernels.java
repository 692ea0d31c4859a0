package genops.kernels;

import genops.shapes.operator.Operator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;

/** The kernels and backends on the class path. */
public final class Kernels {

    private Kernels() {}

    /** All kernels, by id. */
    public static List<Kernel<?>> all() {
        List<Kernel<?>> kernels = new ArrayList<>();
        for (Kernel<?> kernel : ServiceLoader.load(Kernel.class)) {
            kernels.add(kernel);
        }
        kernels.sort(Comparator.<Kernel<?>, String>comparing(Kernel::id).thenComparing(k -> k.operator().getSimpleName()));
        return kernels;
    }

    /** The kernels of an operator, by id. */
    @SuppressWarnings("unchecked")
    public static <O extends Operator> List<Kernel<O>> of(Class<O> operator) {
        return all().stream().filter(k -> k.operator() == operator).map(k -> (Kernel<O>) k).toList();
    }

    /**
     * The kernel of this operator and id.
     *
     * @throws IllegalArgumentException naming the kernels there are
     */
    public static <O extends Operator> Kernel<O> find(Class<O> operator, String id) {
        List<Kernel<O>> kernels = of(operator);
        return kernels.stream().filter(k -> k.id().equals(id)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "unknown kernel '" + id + "' of " + operator.getSimpleName() + "; known: "
                        + String.join(", ", kernels.stream().map(Kernel::id).toList())));
    }

    /** All backends, by name. */
    public static List<Backend> backends() {
        return ServiceLoader.load(Backend.class).stream()
                .map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Backend::name))
                .toList();
    }
}
