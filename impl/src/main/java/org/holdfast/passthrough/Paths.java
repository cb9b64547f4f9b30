package org.holdfast.passthrough;

import org.holdfast.os.NativeBuffer;

/** Constant paths in native memory. */
final class Paths {
    /** ".": the directory itself, relative to its fd. */
    static final NativeBuffer DOT = NativeBuffer.string(".");
    /** "": the object of an fd, with AT_EMPTY_PATH. */
    static final NativeBuffer EMPTY = NativeBuffer.string("");

    private Paths() {}
}
