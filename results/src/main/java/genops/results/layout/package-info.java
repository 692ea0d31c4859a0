/** The cost of temporal attention in each of its layouts. */
package genops.results.layout;
