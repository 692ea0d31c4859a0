/** Vector API kernels of activations and of the operators that treat each element by itself. */
package genops.kernels.vector.elementwise;
