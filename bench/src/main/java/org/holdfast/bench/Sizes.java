package org.holdfast.bench;

/**
 * How much there is to do.
 *
 * @param files small ones, for each client
 * @param megabytes of each client's large file
 * @param tree files of the tree that is walked
 */
record Sizes(int files, int megabytes, int tree) {}
