package genops.kernels.openblas;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * {@code Y = X Wᵀ + bias} by {@code sgemm} on the weight as it lies: BLAS has no form for weights packed beforehand, so it packs them
 * in every call. The bias is copied to every row of the output first, which the product is then added to.
 */
public final class SgemmLinear implements Kernel<Linear> {

    @Override
    public String id() {
        return "openblas/sgemm";
    }

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        return OpenBlas.unavailable()
                .or(() -> shape.rows() > 1 ? Optional.empty() : Optional.of("one row is for openblas/sgemv, which is faster"));
    }

    @Override
    public BoundKernel bind(Linear shape, Tensors tensors) {
        unsupported(shape).ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
        int m = shape.rows();
        int n = shape.outFeatures();
        int k = shape.inFeatures();
        long input = tensors.get("input").address();
        long weight = tensors.get("weight").address();
        MemorySegment output = tensors.output();
        long address = output.address();
        if (!shape.bias()) {
            return () -> OpenBlas.multiply(m, n, k, input, weight, 0, address);
        }
        MemorySegment bias = tensors.get("bias");
        return () -> {
            for (long row = 0; row < m; row++) {
                MemorySegment.copy(bias, 0, output, row * bias.byteSize(), bias.byteSize());
            }
            OpenBlas.multiply(m, n, k, input, weight, 1, address);
        };
    }
}
