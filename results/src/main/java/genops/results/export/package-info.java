/** Runs and histories in the formats of other tools. */
package genops.results.export;
