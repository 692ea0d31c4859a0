/** Kernels of the JDK Vector API for attention, convolutions and linear layers, and the tiles, blocks and panels that they share. */
package genops.kernels.vector;
