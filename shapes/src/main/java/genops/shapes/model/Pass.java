package genops.shapes.model;

import genops.shapes.trace.Trace;
import genops.shapes.trace.Tracer;
import java.util.function.Consumer;

/**
 * One pass through a network and how many of a stage's steps it stands for.
 *
 * @param phase what it resembles
 * @param steps number of steps; a multiple of one half, exact as a double, see {@link CacheLength}
 * @param repeats passes in each of these steps, such as one for each frame
 * @param trace what it executes
 */
public record Pass(Phase phase, double steps, int repeats, Trace trace) {

    /** A pass that runs once in each step. */
    public Pass(Phase phase, double steps, Trace trace) {
        this(phase, steps, 1, trace);
    }

    static Pass of(Phase phase, double steps, int repeats, Consumer<Tracer> network) {
        Tracer tracer = new Tracer();
        network.accept(tracer);
        return new Pass(phase, steps, repeats, tracer.trace());
    }
}
