/** The pool of threads that all CPU kernels share, and how work is cut into tasks for it. */
package genops.kernels.parallel;
