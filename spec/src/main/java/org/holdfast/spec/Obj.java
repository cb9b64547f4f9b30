package org.holdfast.spec;

/**
 * What the host made: TLA+: an element of object. An object is known by its index, which no daemon can see.
 *
 * @param kind "file" or "dir"
 * @param ino the inode number, which another object may have after this one is dead
 */
public record Obj(String kind, int ino) {}
