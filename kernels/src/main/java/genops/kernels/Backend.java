package genops.kernels;

import java.util.Optional;

/**
 * Where kernels come from and run: {@code vector}, {@code onednn}, {@code cuda}, … Found through {@link java.util.ServiceLoader}.
 * A backend's name is the first part of the ids of its kernels.
 */
public interface Backend {

    /** The first part of the ids of its kernels, e.g. {@code vector}. */
    String name();

    /** Empty where the backend can be used here; otherwise one line: why not, and what would make it so. */
    Optional<String> unavailable();

    /** One line on what it is here: version, vector width, device. Called only where it is available. */
    String description();

    /** Empty where its times count; otherwise one line: why its kernels are verified here but not timed. Asked only where available. */
    default Optional<String> untimed() {
        return Optional.empty();
    }

    /**
     * Empty where its library is what it is by itself; otherwise what holds it back, such as {@code OPENBLAS_CORETYPE=Haswell} in the
     * environment: a ratio to it then says nothing about the library. Asked only where available.
     */
    default Optional<String> heldBack() {
        return Optional.empty();
    }

    /** Whether its kernels run on a device, so that the threads of the host do not count. */
    default boolean onDevice() {
        return false;
    }
}
