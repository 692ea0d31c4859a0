/** Native libraries that travel in a jar. */
package genops.kernels.natives;
