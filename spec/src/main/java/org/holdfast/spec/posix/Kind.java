package org.holdfast.spec.posix;

/** The type of an object: S_IFMT of inode(7). */
public enum Kind {
    FILE,
    DIRECTORY,
    SYMLINK,
    FIFO,
    SOCKET,
    CHARACTER,
    BLOCK
}
