/** Times projected to a device by its roofline and published efficiencies. */
package genops.results.projection;
