package org.holdfast.spec.posix;

import java.util.Set;

/**
 * An open file description: open(2). It stays with its object whatever becomes of the names.
 *
 * @param offset where the next read or write of a file starts, in bytes
 */
public record Handle(int object, Set<OpenFlag> flags, int offset) {
    public boolean has(OpenFlag flag) {
        return flags.contains(flag);
    }

    boolean isPathOnly() {
        return has(OpenFlag.PATH);
    }

    Handle at(int changed) {
        return new Handle(object, flags, changed);
    }
}
