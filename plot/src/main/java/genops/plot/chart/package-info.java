/** What all figures share: axes, colours, and drawing a figure on the page or as SVG. */
package genops.plot.chart;
