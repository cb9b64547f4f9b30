package org.holdfast.cli;

/** What the process says when it ends. */
final class ExitCode {
    static final int OK = 0;
    /** The command line is wrong. */
    static final int USAGE = 1;
    /** Something around Holdfast is not as it must be: source, workdir, /dev/fuse, a file system, a limit. */
    static final int ENVIRONMENT = 2;
    /** The mount point cannot be used, or mounting or unmounting was refused. */
    static final int MOUNT = 3;

    /** {@code --verify} has found that the daemon did what the specification does not allow. */
    static final int DIVERGED = 4;

    private ExitCode() {}
}
