package org.holdfast.replay;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.testkit.HostFile;

/** An object that the host has made: its inode number, and its change times after every change, the last one last. */
final class HostObject {
    private final long ino;
    private final boolean directory;
    private final List<Long> ctimes = new ArrayList<>();

    HostObject(HostFile made) {
        ino = made.ino();
        directory = HostFile.isDirectory(made.mode());
        changed(made);
    }

    long ino() {
        return ino;
    }

    boolean isDirectory() {
        return directory;
    }

    /** How often it was changed so far. */
    int changes() {
        return ctimes.size();
    }

    void changed(HostFile now) {
        if (now.ino() != ino) {
            throw new IllegalStateException("looked at inode " + now.ino() + " for " + ino);
        }
        changed(now.ctime());
    }

    void changed(long ctime) {
        ctimes.add(ctime);
    }

    /** The word of the sequences for a change time: {@code last}, or {@code late}, or what it is. */
    String ctime(long shown) {
        if (shown == ctimes.get(ctimes.size() - 1)) {
            return "last";
        }
        return ctimes.contains(shown) ? "late" : shown + " (those of its changes are " + ctimes + ")";
    }
}
