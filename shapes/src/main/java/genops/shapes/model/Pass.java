package genops.shapes.model;

import genops.shapes.trace.Trace;

/**
 * One pass through a network and how many of a stage's steps it stands for.
 *
 * @param phase what it resembles
 * @param steps number of steps; a multiple of one half, exact as a double, see {@link CacheLength}
 * @param trace what it executes
 */
public record Pass(Phase phase, double steps, Trace trace) {}
