package genops.kernels.reference;

import genops.shapes.operator.Operator;
import java.util.ServiceLoader;

/** The references on the class path, one for each operator. */
public final class References {

    private References() {}

    /** The reference of an operator. */
    @SuppressWarnings("unchecked")
    public static <O extends Operator> Reference<O> of(Class<O> operator) {
        for (Reference<?> reference : ServiceLoader.load(Reference.class)) {
            if (reference.operator() == operator) {
                return (Reference<O>) reference;
            }
        }
        throw new IllegalStateException("no reference of " + operator.getSimpleName());
    }
}
