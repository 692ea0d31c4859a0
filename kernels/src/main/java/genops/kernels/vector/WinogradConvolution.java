package genops.kernels.vector;

import genops.kernels.BoundKernel;
import genops.kernels.Kernel;
import genops.kernels.Tensors;
import genops.shapes.operator.Convolution;
import java.util.Optional;

/**
 * 3×3 {@link Convolution} of stride 1 by Winograd's F(4×4, 3×3): 36 multiplications where direct convolution takes 144, in fp32.
 *
 * <p>{@code y = Aᵀ [Σ_c (G w Gᵀ) ⊙ (Bᵀ x B)] A} for every 4×4 tile of the output (Lavin and Gray, arXiv 1509.09308); the sum over
 * channels is 36 matrix multiplications on the micro-kernel. {@link WinogradTransform} states the interpolation points,
 * {@link WinogradGemm} the blocking. Weights are transformed (in double precision, rounded once) and packed when bound, outside the
 * timed part; they take four times the memory of the original ones.
 */
public final class WinogradConvolution implements Kernel<Convolution> {

    @Override
    public String id() {
        return "vector/winograd";
    }

    @Override
    public Class<Convolution> operator() {
        return Convolution.class;
    }

    @Override
    public double errorFactor() {
        return 2;
    }

    @Override
    public Optional<String> unsupported(Convolution shape) {
        return shape.kernelH() == 3 && shape.kernelW() == 3 && shape.stride() == 1
                ? Optional.empty()
                : Optional.of("Winograd F(4x4, 3x3) needs a 3x3 kernel of stride 1");
    }

    @Override
    public long workspaceBytes(Convolution shape) {
        return WinogradGemm.workspaceBytes(shape);
    }

    @Override
    public BoundKernel bind(Convolution shape, Tensors tensors) {
        unsupported(shape).ifPresent(reason -> {
            throw new UnsupportedOperationException(reason);
        });
        return new WinogradGemm(shape, tensors);
    }
}
