/** The double-precision references, one for each operator, that every kernel is verified against. */
package genops.kernels.reference;
