package genops.kernels.natives;

import genops.kernels.Backend;
import genops.kernels.Kernels;

/** Prints the native backends, one a line: what they are here or why they are not. */
final class BackendReport {

    private BackendReport() {}

    public static void main(String[] arguments) {
        System.out.println(Kernels.all().stream().filter(k -> k.backend().equals("openblas")).count() + " kernels of openblas");
        for (Backend backend : Kernels.backends()) {
            if (backend.name().equals("onednn") || backend.name().equals("openblas")) {
                System.out.println(backend.name() + ": " + backend.unavailable().orElseGet(backend::description));
            }
        }
    }
}
