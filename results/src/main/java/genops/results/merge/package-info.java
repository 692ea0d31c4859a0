/** Parts of a run from several machines, joined to one document. */
package genops.results.merge;
