/**
 * The command lines beside the daemon's own: TLC on the bounded models, the explorer of the Java model, sequences and their
 * replay.
 */
package org.holdfast.tools;
