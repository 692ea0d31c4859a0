/** A folder of run documents as series in order of time. */
package genops.results.history;
