/** The figures, one class each: from results to what is drawn. */
package genops.plot.figure;
