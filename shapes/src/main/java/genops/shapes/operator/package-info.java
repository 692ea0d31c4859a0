/** The operators: one record each with its sizes, text form, FLOPs and bytes. */
package genops.shapes.operator;
