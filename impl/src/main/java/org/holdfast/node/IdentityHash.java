package org.holdfast.node;

/** Spreads identities (device number, inode number), which come in dense runs, over 32 bits. */
final class IdentityHash {
    private IdentityHash() {}

    static int of(long ino, int device) {
        long mixed = (ino ^ (long) device << 48) * 0x9e3779b97f4a7c15L;
        mixed = (mixed ^ mixed >>> 32) * 0xd6e8feb86659fd93L;
        return (int) (mixed ^ mixed >>> 32);
    }
}
