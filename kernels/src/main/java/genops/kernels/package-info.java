/** The contract of a kernel: kernels, backends, tensors with their inputs, precision and memory. */
package genops.kernels;
