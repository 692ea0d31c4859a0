/** The distinct shapes of models with their counts, and selections from them. */
package genops.shapes.catalog;
