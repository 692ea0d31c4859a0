/** The time of a whole model, composed from the measured or estimated times of its calls. */
package genops.results.composition;
