package genops.results.comparison;

import genops.results.document.MeasurementKey;

/**
 * A measurement that a later run has no time of.
 *
 * @param key the measurement
 * @param reason what became of it, in one line
 */
public record Lost(MeasurementKey key, String reason) {}
