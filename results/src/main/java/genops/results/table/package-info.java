/** Tables of measurements for the console. */
package genops.results.table;
