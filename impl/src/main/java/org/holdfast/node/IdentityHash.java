package org.holdfast.node;

/** Spreads identities (mount number, inode number), which come in dense runs, over 32 bits. */
final class IdentityHash {
    private IdentityHash() {}

    static int of(long ino, int mount) {
        long mixed = (ino ^ (long) mount << 48) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return (int) (mixed ^ mixed >>> 32);
    }
}
