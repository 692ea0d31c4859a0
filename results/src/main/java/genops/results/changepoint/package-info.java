/** Change points in a history, and the newest run judged against the nights before. */
package genops.results.changepoint;
