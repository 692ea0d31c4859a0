/** Shapes that grow with one argument, and what was measured along them. */
package genops.results.sweep;
