/**
 * The daemon with system calls that fail, and with an end in the middle of its work. It runs in the test's own JVM, from
 * its file system down to its socket, over system calls that pass a gate first; the program that is shipped knows no gate.
 */
package org.holdfast.faults;
