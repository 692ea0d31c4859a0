/** Vector API kernels of norms and of softmax: reductions over rows or groups. */
package genops.kernels.vector.norm;
