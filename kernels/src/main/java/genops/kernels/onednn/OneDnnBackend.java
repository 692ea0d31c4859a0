package genops.kernels.onednn;

import genops.kernels.Backend;
import java.util.Optional;

/** Intel's oneDNN on the CPU, the neighbour of the Vector API kernels. */
public final class OneDnnBackend implements Backend {

    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public Optional<String> unavailable() {
        return OneDnn.unavailable();
    }

    @Override
    public String description() {
        return "oneDNN " + OneDnn.version() + " with OpenMP";
    }
}
