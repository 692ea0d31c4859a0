package genops.results.document;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What one process told of a case and the same case of the reference, which took turns in it. In JSON an array of the three, in this order.
 *
 * @param logRatio logarithm of the time of this build over that of the reference: the median over neighbouring turns
 * @param error its standard error, from the spread of the turns
 * @param reversed whether this build was made ready before the reference, rather than after
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"logRatio", "error", "reversed"})
public record ReferenceFork(double logRatio, double error, boolean reversed) {}
