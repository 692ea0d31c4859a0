/** The caches of the processor, by which kernels choose their blocks. */
package genops.kernels.machine;
