/** Symbolic execution of networks: tensors that are only shapes, a tracer that records the operators and weights. */
package genops.shapes.trace;
