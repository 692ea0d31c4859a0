/** Networks that several models are made of, and the labelled numbers they are built from. */
package genops.shapes.network;
