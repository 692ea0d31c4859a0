/** The eight models: parameters, stages, and how their networks are put together. */
package genops.shapes.model;
