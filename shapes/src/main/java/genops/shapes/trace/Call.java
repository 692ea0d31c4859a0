package genops.shapes.trace;

import genops.shapes.operator.Operator;

/**
 * One call of an operator in a network.
 *
 * @param operator the shape
 * @param kind its part in the network: {@code self}, {@code cross}, {@code temporal} or {@code causal} for attention,
 *     {@code 3x3}, {@code skip}, {@code query}, … for others
 */
public record Call(Operator operator, String kind) {}
