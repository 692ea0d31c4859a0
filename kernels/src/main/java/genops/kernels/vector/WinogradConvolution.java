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
 *
 * <p>Error, largest of 400 sampled outputs relative to the sum of the absolute values of their terms, beside direct summation (512-bit
 * vectors, inputs uniform in [−1, 1)): 2.3e-7 against 0.97e-7 for {@code n2_c320_h64_w64_o320}, 3.3e-7 against 1.0e-7 for
 * {@code n2_c1280_h16_w16_o1280}, 4.3e-7 against 1.3e-7 for {@code n2_c1280_h8_w8_o1280}. {@link #errorFactor} is 4: the
 * transforms amplify rounding errors by 1.7 (root mean square, 128 channels), which the square root of the reduction length does not
 * cover where channels are few, and they spread the rounding error of one large input over its whole tile, also to outputs that do not
 * read it.
 */
public final class WinogradConvolution implements Kernel<Convolution> {
    /** Input channels from which the terms of one output are so many that none is much smaller than others. */
    private static final int LEAST_CHANNELS = 16;
    /** Rows and columns of an image from which a tile is not mostly padding. */
    private static final int LEAST_SIDE = 4;

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
        return 4;
    }

    @Override
    public Optional<String> errorReason() {
        return Optional.of("Winograd's transforms amplify rounding errors by 1.7 and spread those of a large input over its tile");
    }

    @Override
    public Optional<String> unsupported(Convolution shape) {
        if (shape.kernelH() != 3 || shape.kernelW() != 3 || shape.stride() != 1) {
            return Optional.of("Winograd F(4x4, 3x3) needs a 3x3 kernel of stride 1");
        }
        boolean enough = shape.inChannels() >= LEAST_CHANNELS && Math.min(shape.height(), shape.width()) >= LEAST_SIDE && shape.pad() <= 1;
        return enough ? Optional.empty() : Optional.of("Winograd's rounding errors are as large as a tile of inputs; with fewer than "
                + LEAST_CHANNELS + " channels, in images of fewer than " + LEAST_SIDE
                + " rows or columns, or with padding beyond 1, an output may be much smaller");
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
