package org.holdfast.node;

import java.nio.file.Path;
import java.util.Optional;
import org.holdfast.os.EnvironmentException;
import org.holdfast.os.Errno;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.OpenFlags;
import org.holdfast.os.Sys;
import org.holdfast.trace.Tracer;

/**
 * A workdir that no daemon is using, opened by a person who wants to see or remove what a crash left. Holds the lock
 * until closed, so that no daemon can start there meanwhile.
 */
public final class WorkdirSweep implements AutoCloseable {
    private static final int OPEN =
            OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW | OpenFlags.O_CLOEXEC;
    private static final int LOCK_EX_NB = 2 | 4;

    private final Sys sys;
    private final int fd;
    private final Path path;
    private final WorkdirFormat format;
    private final WorkdirContents contents;

    private WorkdirSweep(Sys sys, int fd, Path path, WorkdirFormat format, WorkdirContents contents) {
        this.sys = sys;
        this.fd = fd;
        this.path = path;
        this.format = format;
        this.contents = contents;
    }

    /**
     * Opens and locks the workdir at {@code path}.
     *
     * @throws EnvironmentException when there is none, when it is not one of Holdfast's, or when a daemon is using it
     */
    public static WorkdirSweep open(Sys sys, Path path) {
        int fd = sys.openat(
                Sys.AT_FDCWD,
                NativeBuffer.string(path.toAbsolutePath().toString()).address(),
                OPEN,
                0);
        if (fd < 0) {
            throw new EnvironmentException("cannot open the workdir " + path + ": " + Errno.describe(-fd));
        }
        WorkdirContents contents = new WorkdirContents(sys, fd, path.toString());
        Optional<WorkdirFormat> format = contents.format();
        String problem = format.isEmpty()
                ? path + " is not a workdir of holdfast: it has no " + WorkdirFormat.FILE + " file of ours"
                : sys.flock(fd, LOCK_EX_NB) < 0
                        ? "the workdir " + path + " is in use (pid "
                                + format.get().pid() + "): unmount first"
                        : null;
        if (problem != null) {
            sys.close(fd);
            throw new EnvironmentException(problem);
        }
        return new WorkdirSweep(sys, fd, path, format.get(), contents);
    }

    /** What is there. */
    public Leftovers leftovers() {
        return contents.leftovers();
    }

    /**
     * Removes the work links, and then the shards, the format file and the directory itself if a daemon made it and
     * nothing foreign is in it.
     *
     * @throws EnvironmentException when some links could not be removed; the others are
     */
    public void remove(Progress progress) {
        WorkdirContents.Swept swept = contents.sweep(Tracer.OFF, progress);
        if (swept.failed() > 0) {
            throw new EnvironmentException(swept.failed() + " of " + (swept.failed() + swept.removed())
                    + " work links in " + path + " cannot be removed: " + Errno.describe(swept.errno()));
        }
        if (contents.foreign(1).isEmpty()) {
            contents.clear();
            if (format.created()) {
                sys.unlinkat(
                        Sys.AT_FDCWD,
                        NativeBuffer.string(path.toAbsolutePath().toString()).address(),
                        Sys.AT_REMOVEDIR);
            }
        }
    }

    @Override
    public void close() {
        sys.close(fd);
    }
}
