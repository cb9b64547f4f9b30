/**
 * The benchmark: a client in C works on the same files natively and through several daemons, in turns, and what is reported
 * are ratios of turns that were next to each other. {@code docs/performance.md} says how to run and read it.
 */
package org.holdfast.bench;
