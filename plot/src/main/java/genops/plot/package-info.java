/** The pages made from results: the report of a run and the page of a history. */
package genops.plot;
