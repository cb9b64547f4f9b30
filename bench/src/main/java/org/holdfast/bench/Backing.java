package org.holdfast.bench;

import java.util.Locale;
import org.holdfast.testkit.FsKind;

/** The file systems that the source can lie on, each fresh and in memory. */
public enum Backing {
    /** With a journal. */
    EXT4(FsKind.LARGE_EXT4),
    TMPFS(FsKind.TMPFS),
    XFS(FsKind.XFS),
    BTRFS(FsKind.BTRFS);

    private final FsKind kind;

    Backing(FsKind kind) {
        this.kind = kind;
    }

    FsKind kind() {
        return kind;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
