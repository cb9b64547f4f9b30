/**
 * Plays the sequences that are made from the specification against a running daemon: the client's lines as requests of
 * {@link org.holdfast.kernel}, the host's as system calls on the export, and compares every answer and all that is left
 * whenever the daemon has come to rest.
 */
package org.holdfast.replay;
