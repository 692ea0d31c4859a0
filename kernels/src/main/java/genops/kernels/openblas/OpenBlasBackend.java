package genops.kernels.openblas;

import genops.kernels.Backend;
import java.util.Optional;

/** OpenBLAS, a neighbour of the Vector API kernels of linear layers. */
public final class OpenBlasBackend implements Backend {

    @Override
    public String name() {
        return "openblas";
    }

    @Override
    public Optional<String> unavailable() {
        return OpenBlas.unavailable();
    }

    @Override
    public String description() {
        return OpenBlas.description();
    }
}
