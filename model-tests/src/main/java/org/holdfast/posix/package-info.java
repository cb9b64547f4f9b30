/**
 * Holds {@link org.holdfast.spec.posix} against real file systems and against the daemon's mount: random programs, one operation
 * a line as fsop (src/test/c) reads them, whose every result must be one that the model allows.
 */
package org.holdfast.posix;
