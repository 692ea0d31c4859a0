package genops.kernels.reference;

import genops.shapes.operator.Operator;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The references on the class path, one for each operator. */
public final class References {

    /** Found once: a verification asks for them again and again. */
    private static final Map<Class<?>, Reference<?>> ALL = new HashMap<>();

    static {
        ServiceLoader.load(Reference.class).forEach(reference -> ALL.put(reference.operator(), reference));
    }

    private References() {}

    /** The reference of an operator. */
    @SuppressWarnings("unchecked")
    public static <O extends Operator> Reference<O> of(Class<O> operator) {
        Reference<O> reference = (Reference<O>) ALL.get(operator);
        if (reference == null) {
            throw new IllegalStateException("no reference of " + operator.getSimpleName());
        }
        return reference;
    }
}
