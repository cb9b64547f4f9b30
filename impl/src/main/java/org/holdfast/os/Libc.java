package org.holdfast.os;

import jnr.ffi.Pointer;

/**
 * What {@link LinuxSys} binds in libc through jnr-ffi.
 *
 * <p>Addresses are Java {@code long}s, which is the fastest way through jnr. No function here has exactly six
 * primitive parameters: jnr-ffi 2.2.18 passes a garbage sixth argument then. Seven it passes as objects.
 */
public interface Libc {
    int openat(int dirfd, long path, int flags, int mode);

    int close(int fd);

    long read(int fd, long buffer, long count);

    long write(int fd, long buffer, long count);

    long pread(int fd, long buffer, long count, long offset);

    long pwrite(int fd, long buffer, long count, long offset);

    long pwritev2(int fd, long iov, int count, long offset, int flags);

    long lseek(int fd, long offset, int whence);

    int statx(int dirfd, long path, int flags, int mask, long statx);

    int fstatfs(int fd, long statfs);

    int name_to_handle_at(int dirfd, long path, long handle, long mountId, int flags);

    int open_by_handle_at(int mountFd, long handle, int flags);

    int linkat(int oldDirfd, long oldPath, int newDirfd, long newPath, int flags);

    int unlinkat(int dirfd, long path, int flags);

    int mkdirat(int dirfd, long path, int mode);

    int symlinkat(long target, int dirfd, long path);

    long readlinkat(int dirfd, long path, long buffer, long size);

    int renameat2(int oldDirfd, long oldPath, int newDirfd, long newPath, int flags);

    int fchmodat(int dirfd, long path, int mode, int flags);

    int fchmod(int fd, int mode);

    int fchownat(int dirfd, long path, int uid, int gid, int flags);

    int utimensat(int dirfd, long path, long times, int flags);

    int ftruncate(int fd, long length);

    int truncate(long path, long length);

    int fallocate(int fd, int mode, long offset, long length);

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

    int fcntl(int fd, int command, long argument);

    int setsockopt(int fd, int level, int option, long value, int length);

    int getsockopt(int fd, int level, int option, long value, long length);

    int mount(long source, long target, long type, long flags, long data);

    int umount2(long target, int flags);

    int unshare(int flags);

    int umask(int mask);

    int munmap(long address, long length);

    int sched_getaffinity(int tid, long bytes, long mask);

    int sched_setaffinity(int tid, long bytes, long mask);

    int geteuid();

    int getegid();

    /** syscall(2) with up to four arguments. */
    long syscall(long number, long a, long b, long c, long d);

    /** syscall(2) with five arguments, of which the last is a pointer; the sixth is not said. */
    long syscall(long number, long a, long b, long c, long d, Pointer e);

    /** syscall(2) with all six arguments; allocates. */
    long syscall(long number, long a, long b, long c, long d, long e, long f);
}
