package org.holdfast.bench;

/**
 * How much there is to do.
 *
 * @param files small ones, for each client
 * @param megabytes of each client's large file
 * @param tree files of the tree that is walked, and directories of the other one
 */
record Sizes(int files, int megabytes, int tree) {}
