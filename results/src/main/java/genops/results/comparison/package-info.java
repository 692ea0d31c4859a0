/** Two runs compared, measurement by measurement. */
package genops.results.comparison;
