/**
 * What a test at a real mount needs: scratch directories that are always cleaned, file systems on loop devices, the daemon as
 * a child process with what can be seen of it from outside, and programs of the client with their output. It uses nothing of
 * the daemon's code, so that the same tests run on a bare file system and on other people's daemons.
 */
package org.holdfast.testkit;
