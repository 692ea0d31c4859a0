package genops.kernels.vector;

import java.util.List;

/**
 * The steps of a kernel on a piece of its work, each compiled for itself. They are called through one call site, which as it sees three
 * targets is never inlined: compiled into one method, steps of many vector operations exceed the compiler's node budget, and what it
 * then leaves out takes vectors as objects or is called once a vector.
 *
 * @param <T> the piece of work
 */
final class Steps<T> {
    private final List<Step<T>> steps;

    Steps(Step<T> first, Step<T> second, Step<T> third) {
        this.steps = List.of(first, second, third);
    }

    /** Runs the steps one after the other. */
    void run(T work) {
        for (int i = 0; i < steps.size(); i++) {
            steps.get(i).run(work);
        }
    }

    /** One of the steps. */
    @FunctionalInterface
    interface Step<T> {
        void run(T work);
    }
}
