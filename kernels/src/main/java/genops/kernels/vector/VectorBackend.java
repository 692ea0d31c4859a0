package genops.kernels.vector;

import genops.kernels.Backend;
import java.util.Optional;

/** The JDK Vector API on this CPU. */
public final class VectorBackend implements Backend {

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public Optional<String> unavailable() {
        return Simd.FUSED
                ? Optional.empty()
                : Optional.of("this CPU (or -XX:-UseFMA) has no fused multiply-add, without which the Vector API emulates each one;"
                        + " needs FMA3 (x86 from 2013) or AArch64");
    }

    @Override
    public String description() {
        int bits = Simd.SPECIES.vectorBitSize();
        String lost = bits >= 512
                ? ""
                : "; without AVX-512 or SVE of 512 bits a multiply-add covers " + Simd.LANES + " floats instead of 16";
        return "JDK " + Runtime.version() + " Vector API, " + bits + "-bit vectors of " + Simd.LANES + " floats, register tile "
                + MicroKernel.MR + "×" + MicroKernel.PANEL_VECTORS + " vectors" + lost;
    }
}
