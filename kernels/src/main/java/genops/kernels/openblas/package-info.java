/** Linear layers by OpenBLAS. */
package genops.kernels.openblas;
