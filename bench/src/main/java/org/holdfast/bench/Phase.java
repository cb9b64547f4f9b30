package org.holdfast.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the client does in one go, in the order in which it is done; see bench/src/main/c. */
public enum Phase {
    CREATE(Before.NOTHING, Needs.NOTHING),
    WRITE4K(Before.NOTHING, Needs.FILES),
    STAT_COLD(Before.DROP_NAMES, Needs.FILES),
    STAT_WARM(Before.NOTHING, Needs.FILES),
    OPEN_CLOSE(Before.NOTHING, Needs.FILES),
    OPEN_READ4K(Before.NOTHING, Needs.FILES),
    READDIR_COLD(Before.DROP_NAMES, Needs.FILES),
    READDIR_STAT(Before.DROP_NAMES, Needs.FILES),
    RENAME(Before.NOTHING, Needs.FILES),
    LINK(Before.NOTHING, Needs.FILES),
    UNLINK(Before.NOTHING, Needs.FILES),
    SEQ_WRITE(Before.NOTHING, Needs.NOTHING),
    SEQ_READ_COLD(Before.DROP_ALL, Needs.LARGE),
    SEQ_READ_WARM(Before.WARM_BACKING, Needs.LARGE),
    RAND_READ4K(Before.WARM_BACKING, Needs.LARGE),
    RAND_WRITE4K(Before.WARM_BACKING, Needs.LARGE),
    RAND_READ4K_DIRECT(Before.WARM_BACKING, Needs.LARGE),
    RAND_WRITE4K_DIRECT(Before.WARM_BACKING, Needs.LARGE),
    WALK(Before.DROP_NAMES, Needs.TREE),
    WALK_DIRECTORIES(Before.DROP_NAMES, Needs.DIRECTORIES);

    /** What is done to the kernel's caches before. */
    enum Before {
        NOTHING,
        /** Directory entries and inodes go. */
        DROP_NAMES,
        /** Pages go too. */
        DROP_ALL,
        /** All go, and the source's pages are read again: the client has none, the daemon finds all. */
        WARM_BACKING
    }

    /** What has to be there. */
    enum Needs {
        NOTHING,
        FILES,
        LARGE,
        TREE,
        DIRECTORIES
    }

    private final Before before;
    private final Needs needs;

    Phase(Before before, Needs needs) {
        this.before = before;
        this.needs = needs;
    }

    Before before() {
        return before;
    }

    Needs needs() {
        return needs;
    }

    /** As on the command line and in the client: "stat_cold". */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The tree in which it works, by the command of the client that makes it; empty: each client has a directory of its own. */
    Optional<String> tree() {
        return switch (needs) {
            case TREE, DIRECTORIES -> Optional.of(needs.name().toLowerCase(Locale.ROOT));
            default -> Optional.empty();
        };
    }

    /** Whether its speed is bytes in a second; else it is steps. */
    public boolean isSequential() {
        return this == SEQ_WRITE || this == SEQ_READ_COLD || this == SEQ_READ_WARM;
    }

    /** The one of that word. */
    public static Optional<Phase> of(String word) {
        return Arrays.stream(values()).filter(p -> p.word().equals(word)).findFirst();
    }
}
