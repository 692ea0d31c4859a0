/** Run documents: what a run found out, as it is stored, read and joined. */
package genops.results.document;
