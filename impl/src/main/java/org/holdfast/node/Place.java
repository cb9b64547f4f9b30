package org.holdfast.node;

/**
 * Where a directory stands: a name in a known directory. It was there when its fd was given up, and the client moves nothing
 * that has only its place; the host may.
 *
 * @param parent nodeid of that directory, which stays known for it
 * @param name without NUL
 */
record Place(long parent, byte[] name) {}
