package org.holdfast.os;

/**
 * The system calls that Holdfast makes, one method each.
 *
 * <p>Every method returns what the kernel returns: a value of at least 0, or a negated errno ({@link Errno}). Paths and
 * buffers are native addresses ({@link NativeBuffer#address}); paths end with a NUL byte. The names, the order of the
 * arguments and their meaning are those of section 2 of the Linux manual.
 */
public interface Sys {
    /** The directory argument that stands for the current directory (fcntl.h). */
    int AT_FDCWD = -100;

    int AT_SYMLINK_NOFOLLOW = 0x100;
    int AT_REMOVEDIR = 0x200;
    int AT_SYMLINK_FOLLOW = 0x400;
    int AT_EMPTY_PATH = 0x1000;

    int openat(int dirfd, long path, int flags, int mode);

    /** {@code how}: {@code size} bytes of {@code struct open_how}, three 64-bit numbers: flags, mode, RESOLVE_*. */
    int openat2(int dirfd, long path, long how, int size);

    int close(int fd);

    long read(int fd, long buffer, long count);

    long write(int fd, long buffer, long count);

    long pread(int fd, long buffer, long count, long offset);

    long pwrite(int fd, long buffer, long count, long offset);

    /** {@code iov}: {@code count} of {@code struct iovec}; {@code flags}: RWF_*. */
    long pwritev2(int fd, long iov, int count, long offset, int flags);

    long lseek(int fd, long offset, int whence);

    /** Fills {@link Statx#SIZE} bytes at {@code statx}. */
    int statx(int dirfd, long path, int flags, int mask, long statx);

    /** Fills a {@code struct statfs} (120 bytes) at {@code statfs}. */
    int fstatfs(int fd, long statfs);

    /** The {@code struct file_handle} of an object, to the address; the mount's id is an int. */
    int nameToHandleAt(int dirfd, long path, long handle, long mountId, int flags);

    /** Opens what a {@code struct file_handle} names on the mount of an open directory; wants CAP_DAC_READ_SEARCH. */
    int openByHandleAt(int mountFd, long handle, int flags);

    int linkat(int oldDirfd, long oldPath, int newDirfd, long newPath, int flags);

    int unlinkat(int dirfd, long path, int flags);

    int mkdirat(int dirfd, long path, int mode);

    int mknodat(int dirfd, long path, int mode, long dev);

    int symlinkat(long target, int dirfd, long path);

    long readlinkat(int dirfd, long path, long buffer, long size);

    int renameat2(int oldDirfd, long oldPath, int newDirfd, long newPath, int flags);

    long getdents64(int fd, long buffer, long size);

    int fchmodat(int dirfd, long path, int mode);

    int fchmod(int fd, int mode);

    int fchownat(int dirfd, long path, int uid, int gid, int flags);

    /** {@code times}: two {@code struct timespec} (atime, mtime). */
    int utimensat(int dirfd, long path, long times, int flags);

    int ftruncate(int fd, long length);

    int truncate(long path, long length);

    int fallocate(int fd, int mode, long offset, long length);

    /** {@code offsetIn} and {@code offsetOut}: addresses of 64-bit offsets. */
    long copyFileRange(int fdIn, long offsetIn, int fdOut, long offsetOut, long length, int flags);

    int fsync(int fd);

    int fdatasync(int fd);

    int syncfs(int fd);

    int faccessat(int dirfd, long path, int mode, int flags);

    long getxattr(long path, long name, long value, long size);

    int setxattr(long path, long name, long value, long size, int flags);

    long listxattr(long path, long list, long size);

    int removexattr(long path, long name);

    long lgetxattr(long path, long name, long value, long size);

    int lsetxattr(long path, long name, long value, long size, int flags);

    long llistxattr(long path, long list, long size);

    int lremovexattr(long path, long name);

    int ioctl(int fd, long command, long argument);

    int flock(int fd, int operation);

    /** {@code fcntl(fd, F_DUPFD_CLOEXEC, 0)}: a second descriptor that is not handed to children. */
    int dup(int fd);

    /** Sets the {@code length} bytes at {@code value} as a socket's option; see socket(7). */
    int setsockopt(int fd, int level, int option, long value, int length);

    /** Fills {@code value} with a socket's option; {@code length}: the address of its 32-bit length. */
    int getsockopt(int fd, int level, int option, long value, long length);

    int mount(long source, long target, long type, long flags, long data);

    int umount2(long target, int flags);

    /** {@code CLONE_FS} gives the calling thread a umask of its own; see unshare(2). */
    int unshare(int flags);

    int umask(int mask);

    /** Sets the effective uid of the calling thread alone (the raw system call, not the libc wrapper). */
    int setEffectiveUid(int uid);

    /** Sets the effective gid of the calling thread alone. */
    int setEffectiveGid(int gid);

    /** Sets the supplementary groups of the calling thread alone; {@code groups}: 32-bit gids. */
    int setGroups(int count, long groups);

    /** {@code header} and {@code data} as in capget(2), version 3; for the calling thread alone. */
    int capget(long header, long data);

    /** See {@link #capget}. */
    int capset(long header, long data);

    /** The address of the new mapping; the kernel chooses where. */
    long mmap(long length, int protection, int flags, int fd, long offset);

    int munmap(long address, long length);

    /** Fills the {@code bytes} at {@code mask}, a bit for each CPU that the calling thread may run on. */
    int schedGetAffinity(int bytes, long mask);

    /** Moves the calling thread alone to the CPUs of the mask. */
    int schedSetAffinity(int bytes, long mask);

    /** A descriptor of a new ring; {@code params}: 120 bytes, {@code struct io_uring_params}. */
    int ioUringSetup(int entries, long params);

    /** Submits, and waits for completions when {@code flags} say so; returns the number of entries submitted. */
    int ioUringEnter(int fd, int submit, int complete, int flags);

    int geteuid();

    int getegid();
}
