package org.holdfast.spec.posix;

/** Flags of renameat2(2). */
public enum RenameFlag {
    NOREPLACE,
    EXCHANGE,
    WHITEOUT
}
