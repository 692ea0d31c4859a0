package genops.kernels.onednn;

import static genops.kernels.onednn.OneDnn.ARG_DESTINATION;
import static genops.kernels.onednn.OneDnn.ARG_SOURCE;

import genops.kernels.Tensors;
import genops.shapes.operator.Upsample;

/** Nearest-neighbour up-sampling of channels-last images by the resampling primitive. */
public final class ResamplingUpsample extends OneDnnKernel<Upsample> {
    private static final int NEAREST = 196592;

    public ResamplingUpsample() {
        super("resampling", Upsample.class);
    }

    @Override
    void build(Primitives primitives, Upsample shape, Tensors tensors) {
        long n = shape.batch();
        long c = shape.channels();
        long h = shape.height();
        long w = shape.width();
        long outH = h * shape.factor();
        long outW = w * shape.factor();
        long input = primitives.strided(new long[] {n, c, h, w}, new long[] {h * w * c, 1, w * c, c});
        long output = primitives.strided(new long[] {n, c, outH, outW}, new long[] {outH * outW * c, 1, outW * c, c});
        long resampling = primitives.describe("dnnl_resampling_forward_primitive_desc_create", OneDnn.FORWARD_INFERENCE, NEAREST, 0L,
                input, output, primitives.attributes());
        primitives.add(resampling, ARG_SOURCE, primitives.memory(input, tensors.get("input")),
                ARG_DESTINATION, primitives.memory(output, tensors.output()));
    }
}
