/** Kernels of the vendor's library oneDNN, and the part of its C interface that they call. */
package genops.kernels.onednn;
