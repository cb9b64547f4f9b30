package org.holdfast.spec.posix;

/**
 * What differs from system to system.
 *
 * @param protectedHardlinks /proc/sys/fs/protected_hardlinks: proc_sys_fs(5)
 * @param protectedSymlinks /proc/sys/fs/protected_symlinks
 * @param protectedRegular /proc/sys/fs/protected_regular, 0 to 2
 * @param protectedFifos /proc/sys/fs/protected_fifos, 0 to 2
 * @param directoriesCounted whether a directory's nlink is 2 and its subdirectories (ext4, xfs, tmpfs) or always 1 (btrfs)
 * @param fineTimes whether a change after a look at the times always shows in them (multigrain timestamps, Linux 6.13)
 * @param noDevices whether the file system is mounted nodev: mount(8)
 * @param writesAlike whether a write may clear set-id bits whoever writes, because the kernel does it on behalf of a daemon
 *     (FUSE passthrough)
 */
public record Settings(
        boolean protectedHardlinks,
        boolean protectedSymlinks,
        int protectedRegular,
        int protectedFifos,
        boolean directoriesCounted,
        boolean fineTimes,
        boolean noDevices,
        boolean writesAlike) {

    /** Where writes are those of the writer. */
    public Settings(
            boolean protectedHardlinks,
            boolean protectedSymlinks,
            int protectedRegular,
            int protectedFifos,
            boolean directoriesCounted,
            boolean fineTimes,
            boolean noDevices) {
        this(
                protectedHardlinks,
                protectedSymlinks,
                protectedRegular,
                protectedFifos,
                directoriesCounted,
                fineTimes,
                noDevices,
                false);
    }

    /** Linux as it comes: hard links are protected, the rest is not. */
    public static final Settings LINUX = new Settings(true, false, 0, 0, true, true, false);
}
