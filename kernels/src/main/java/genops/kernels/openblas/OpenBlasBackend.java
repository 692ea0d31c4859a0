package genops.kernels.openblas;

import genops.kernels.Backend;
import genops.kernels.natives.LibraryVariables;
import genops.kernels.parallel.Workers;
import java.util.List;
import java.util.Optional;

/** OpenBLAS, a neighbour of the Vector API kernels of linear layers. */
public final class OpenBlasBackend implements Backend {
    /** It has threads of its own, of which OpenMP's variable tells the number where its own does not. */
    private static final List<String> VARIABLES = List.of("OPENBLAS_", "GOTO_", "OMP_NUM_THREADS");

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

    @Override
    public Optional<String> heldBack() {
        return LibraryVariables.ofThisProcess().holdingBack(VARIABLES, OpenBlas.threads(), Workers.shared().count());
    }
}
