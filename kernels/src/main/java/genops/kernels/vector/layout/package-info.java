/** Vector API kernels of the operators that only move data. */
package genops.kernels.vector.layout;
