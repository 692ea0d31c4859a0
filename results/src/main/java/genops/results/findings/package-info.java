/** The published observations, judged on composed times, and what flash attention gains. */
package genops.results.findings;
