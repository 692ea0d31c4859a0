package genops.kernels.openblas;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Linear;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** {@code y = W x + bias}, a linear layer of one row, by {@code sgemv}; the bias is copied to the output first. */
public final class SgemvLinear implements Kernel<Linear> {

    @Override
    public String id() {
        return "openblas/sgemv";
    }

    @Override
    public Class<Linear> operator() {
        return Linear.class;
    }

    @Override
    public Optional<String> unsupported(Linear shape) {
        return OpenBlas.unavailable().or(() -> shape.rows() == 1 ? Optional.empty() : Optional.of("sgemv takes one row"));
    }

    @Override
    public BoundKernel bind(Linear shape, Tensors tensors) {
        unsupported(shape).ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
        int n = shape.outFeatures();
        int k = shape.inFeatures();
        long input = tensors.get("input").address();
        long weight = tensors.get("weight").address();
        MemorySegment output = tensors.output();
        long address = output.address();
        if (!shape.bias()) {
            return () -> OpenBlas.multiplyVector(n, k, weight, input, 0, address);
        }
        MemorySegment bias = tensors.get("bias");
        return () -> {
            output.copyFrom(bias);
            OpenBlas.multiplyVector(n, k, weight, input, 1, address);
        };
    }
}
