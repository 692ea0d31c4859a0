/** Verification: what a kernel wrote, held to the reference, to its range and to the memory that it may touch. */
package genops.kernels.verify;
