package org.holdfast.node;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Statx;
import org.holdfast.os.Sys;
import org.holdfast.trace.Tracer;

/**
 * Makes or takes over a workdir: it must belong to us alone, lie on the mount whose objects it shall link, be unlocked,
 * and contain nothing but what an earlier daemon left, which is swept.
 */
final class WorkdirOpener {
    /** Why a mount has no workdir: a reason for the status, and what the user shall be told. */
    record Refusal(String reason, String message) {
        /** Whether a workdir that is there is the matter, and not that the file system allows none. */
        boolean isMendable() {
            return reason.equals(BUSY) || reason.equals(FOREIGN);
        }
    }

    private static final String BUSY = "workdir busy";
    private static final String FOREIGN = "workdir foreign";

    private static final System.Logger LOG = System.getLogger("holdfast");
    private static final int OPEN =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
    private static final int LOCK_EX_NB = 2 | 4;
    private static final int STAT_MASK = Mounts.STATX_MASK;

    private final Sys sys;
    private final Tracer tracer;
    private final Statx parentBefore = new Statx();
    private final Statx parentAfter = new Statx();
    private final Statx statx = new Statx();

    WorkdirOpener(Sys sys, Tracer tracer) {
        this.sys = sys;
        this.tracer = tracer;
    }

    /** The workdir, or why there is none: exactly one is present. */
    record Outcome(Optional<Workdir> workdir, Optional<Refusal> refusal) {}

    /**
     * Opens {@code name} below {@code parentFd} for the mount with id {@code mountId} on device {@code dev}; makes it
     * when it is missing. Leaves nothing behind when it refuses.
     */
    Outcome open(int parentFd, String name, String display, long mountId, long dev) {
        NativeBuffer path = NativeBuffer.string(name);
        NativeBuffer parent = NativeBuffer.string(name.contains("/") ? name.replaceFirst("/+[^/]*/*$", "/") : ".");
        int seen = sys.statx(parentFd, parent.address(), 0, STAT_MASK, parentBefore.address());
        if (seen < 0) {
            return new Outcome(Optional.empty(), Optional.of(unseen(display, seen)));
        }
        int fd = sys.openat(parentFd, path.address(), OPEN, 0);
        boolean created = false;
        if (fd == -Errno.ENOENT) {
            int made = sys.mkdirat(parentFd, path.address(), 0700);
            if (made < 0) {
                return refuse(Errno.name(-made), "cannot make the workdir " + display + ": " + Errno.describe(-made));
            }
            created = true;
            fd = sys.openat(parentFd, path.address(), OPEN, 0);
        }
        if (fd < 0) {
            return refuse(Errno.name(-fd), "cannot open the workdir " + display + ": " + Errno.describe(-fd));
        }
        Refusal refusal;
        try {
            refusal = take(fd, display, mountId, dev, created);
            seen = sys.statx(parentFd, parent.address(), 0, STAT_MASK, parentAfter.address());
            refusal = refusal == null && seen < 0 ? unseen(display, seen) : refusal;
        } catch (EnvironmentException e) {
            refusal = new Refusal("unreadable", e.getMessage());
        }
        if (refusal != null) {
            if (created) {
                new WorkdirContents(sys, fd, display).clear();
                sys.unlinkat(parentFd, path.address(), Sys.AT_REMOVEDIR);
            }
            sys.close(fd);
            return new Outcome(Optional.empty(), Optional.of(refusal));
        }
        HiddenDirectory hidden = new HiddenDirectory(statx, created ? parentBefore : parentAfter, parentAfter);
        return new Outcome(Optional.of(new Workdir(sys, fd, lastName(name), display, hidden)), Optional.empty());
    }

    private static String lastName(String path) {
        String trimmed = path.replaceFirst("/+$", "");
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }

    private static Outcome refuse(String reason, String message) {
        return new Outcome(Optional.empty(), Optional.of(new Refusal(reason, message)));
    }

    private static Refusal unseen(String display, int error) {
        return new Refusal(
                Errno.name(-error),
                "cannot see the attributes of the workdir " + display + ": " + Errno.describe(-error));
    }

    /** Checks, locks, sweeps and marks the directory; null when it is ours now. */
    private Refusal take(int fd, String display, long mountId, long dev, boolean created) {
        int seen = sys.statx(fd, HoldPath.EMPTY.address(), Sys.AT_EMPTY_PATH, STAT_MASK, statx.address());
        if (seen < 0) {
            return unseen(display, seen);
        }
        if (statx.mountId() != mountId || statx.dev() != dev) {
            return new Refusal(
                    "other mount",
                    "the workdir " + display
                            + " is not on the mount of the exported directory, so no links can be made there: choose one on the same mount");
        }
        if (created && (statx.mode() & 077) != 0) {
            return new Refusal(
                    "no modes", "the file system of " + display + " keeps no modes, so a workdir would be open to all");
        }
        if (statx.uid() != sys.geteuid() || (statx.mode() & 077) != 0) {
            return new Refusal(
                    FOREIGN,
                    String.format(
                            "the workdir %s must belong to uid %d with mode 0700, but belongs to uid %d with mode %04o: choose another directory",
                            display, sys.geteuid(), statx.uid(), statx.mode() & 07777));
        }
        WorkdirContents contents = new WorkdirContents(sys, fd, display);
        Optional<WorkdirFormat> format = contents.format();
        int locked = sys.flock(fd, LOCK_EX_NB);
        if (locked == -Errno.EAGAIN) {
            String who = format.map(f -> " (pid " + f.pid() + ")").orElse("");
            return new Refusal(
                    BUSY,
                    "the workdir " + display + " is in use by another holdfast" + who
                            + ": unmount it, or give this mount another --workdir");
        }
        if (locked < 0) {
            return new Refusal(
                    Errno.name(-locked), "the workdir " + display + " cannot be locked: " + Errno.describe(-locked));
        }
        if (format.isEmpty() && !contents.isEmpty()) {
            return new Refusal(
                    FOREIGN,
                    "the workdir " + display
                            + " contains files and is not marked as one of holdfast's: choose an empty or a new directory");
        }
        List<String> foreign = contents.foreign(1);
        if (!foreign.isEmpty()) {
            return new Refusal(
                    FOREIGN,
                    "the workdir " + display + " contains entries that holdfast did not make (first: " + foreign.get(0)
                            + "): move them away, or give this mount another --workdir");
        }
        return mark(
                contents,
                fd,
                display,
                created || format.map(WorkdirFormat::created).orElse(false));
    }

    private Refusal mark(WorkdirContents contents, int fd, String display, boolean created) {
        WorkdirContents.Swept swept = contents.sweep(tracer, Progress.SILENT);
        if (swept.removed() > 0) {
            LOG.log(Level.INFO, "removed " + swept.removed() + " work links that an earlier daemon left in " + display);
        }
        if (swept.failed() > 0) {
            LOG.log(
                    Level.WARNING,
                    swept.failed() + " work links that an earlier daemon left in " + display + " cannot be removed: "
                            + Errno.describe(swept.errno()));
        }
        int written = contents.writeFormat(
                new WorkdirFormat(instance(), ProcessHandle.current().pid(), created));
        if (written < 0) {
            return new Refusal(
                    Errno.name(-written), "cannot write in the workdir " + display + ": " + Errno.describe(-written));
        }
        int linked = tryLink(fd);
        if (linked < 0) {
            return new Refusal(
                    Errno.name(-linked),
                    "the file system of " + display + " makes and removes no hard links (" + Errno.describe(-linked)
                            + ")");
        }
        return null;
    }

    /** Nobody has to be kept from guessing it, so it does without SecureRandom, whose providers would have to be loaded. */
    private static String instance() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    /** Makes a work link and removes it: under a name that a sweep knows as ours, in a shard that may already be there. */
    private int tryLink(int fd) {
        int made = sys.mkdirat(fd, NativeBuffer.string("00").address(), 0700);
        if (made < 0 && made != -Errno.EEXIST) {
            return made;
        }
        NativeBuffer link = NativeBuffer.string("00/100");
        int linked = sys.linkat(fd, NativeBuffer.string(WorkdirFormat.FILE).address(), fd, link.address(), 0);
        int removed = sys.unlinkat(fd, link.address(), 0);
        return linked < 0 ? linked : removed;
    }
}
