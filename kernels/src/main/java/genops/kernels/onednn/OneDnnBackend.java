package genops.kernels.onednn;

import genops.kernels.Backend;
import genops.kernels.natives.LibraryVariables;
import genops.kernels.parallel.Workers;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Intel's oneDNN on the CPU, the neighbour of the Vector API kernels. */
public final class OneDnnBackend implements Backend {
    private static final List<String> VARIABLES =
            Stream.concat(Stream.of("ONEDNN_", "DNNL_"), LibraryVariables.OPENMP.stream()).toList();

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
        int threads = OneDnn.threads();
        return "oneDNN " + OneDnn.version() + " with OpenMP" + OneDnn.instructions().map(i -> ", up to " + i).orElse("") + ", " + threads
                + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public Optional<String> heldBack() {
        return LibraryVariables.ofThisProcess().holdingBack(VARIABLES, OneDnn.threads(), Workers.shared().count());
    }
}
