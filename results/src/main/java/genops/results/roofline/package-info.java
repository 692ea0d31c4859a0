/** The passes of a call over its data, to which a roofline is applied. */
package genops.results.roofline;
