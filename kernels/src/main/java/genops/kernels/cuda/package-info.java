/** Kernels for NVIDIA GPUs: the driver, its buffers and launches, and one class for each kernel of {@code src/main/cuda}. */
package genops.kernels.cuda;
