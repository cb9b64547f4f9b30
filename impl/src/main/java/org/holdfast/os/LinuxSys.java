package org.holdfast.os;

import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** {@link Sys} on the running kernel, through libc and jnr-ffi. Stateless, so one instance serves all threads. */
public final class LinuxSys implements Sys {
    private static final int F_DUPFD_CLOEXEC = 1030;

    private final Libc libc;
    private final Runtime runtime;

    /** Loads libc; throws {@link UnsupportedOperationException} on an architecture that Holdfast does not know. */
    public LinuxSys() {
        Arch.check();
        libc = LibraryLoader.create(Libc.class).load("c");
        runtime = Runtime.getRuntime(libc);
    }

    private int result(int value) {
        return value == -1 ? -runtime.getLastError() : value;
    }

    private long result(long value) {
        return value == -1 ? -runtime.getLastError() : value;
    }

    private long raw(int number, long a, long b, long c) {
        return result(libc.syscall(number, a, b, c, 0));
    }

    @Override
    public int openat(int dirfd, long path, int flags, int mode) {
        return result(libc.openat(dirfd, path, flags, mode));
    }

    @Override
    public int openat2(int dirfd, long path, long how, int size) {
        return (int) result(libc.syscall(Arch.SYS_OPENAT2, dirfd, path, how, size));
    }

    @Override
    public int close(int fd) {
        return result(libc.close(fd));
    }

    @Override
    public long read(int fd, long buffer, long count) {
        return result(libc.read(fd, buffer, count));
    }

    @Override
    public long write(int fd, long buffer, long count) {
        return result(libc.write(fd, buffer, count));
    }

    @Override
    public long pread(int fd, long buffer, long count, long offset) {
        return result(libc.pread(fd, buffer, count, offset));
    }

    @Override
    public long pwrite(int fd, long buffer, long count, long offset) {
        return result(libc.pwrite(fd, buffer, count, offset));
    }

    @Override
    public long pwritev2(int fd, long iov, int count, long offset, int flags) {
        return result(libc.pwritev2(fd, iov, count, offset, flags));
    }

    @Override
    public long lseek(int fd, long offset, int whence) {
        return result(libc.lseek(fd, offset, whence));
    }

    @Override
    public int statx(int dirfd, long path, int flags, int mask, long statx) {
        return result(libc.statx(dirfd, path, flags, mask, statx));
    }

    @Override
    public int fstatfs(int fd, long statfs) {
        return result(libc.fstatfs(fd, statfs));
    }

    @Override
    public int nameToHandleAt(int dirfd, long path, long handle, long mountId, int flags) {
        return result(libc.name_to_handle_at(dirfd, path, handle, mountId, flags));
    }

    @Override
    public int openByHandleAt(int mountFd, long handle, int flags) {
        return result(libc.open_by_handle_at(mountFd, handle, flags));
    }

    @Override
    public int linkat(int oldDirfd, long oldPath, int newDirfd, long newPath, int flags) {
        return result(libc.linkat(oldDirfd, oldPath, newDirfd, newPath, flags));
    }

    @Override
    public int unlinkat(int dirfd, long path, int flags) {
        return result(libc.unlinkat(dirfd, path, flags));
    }

    @Override
    public int mkdirat(int dirfd, long path, int mode) {
        return result(libc.mkdirat(dirfd, path, mode));
    }

    @Override
    public int mknodat(int dirfd, long path, int mode, long dev) {
        return (int) result(libc.syscall(Arch.SYS_MKNODAT, dirfd, path, mode, dev));
    }

    @Override
    public int symlinkat(long target, int dirfd, long path) {
        return result(libc.symlinkat(target, dirfd, path));
    }

    @Override
    public long readlinkat(int dirfd, long path, long buffer, long size) {
        return result(libc.readlinkat(dirfd, path, buffer, size));
    }

    @Override
    public int renameat2(int oldDirfd, long oldPath, int newDirfd, long newPath, int flags) {
        return result(libc.renameat2(oldDirfd, oldPath, newDirfd, newPath, flags));
    }

    @Override
    public long getdents64(int fd, long buffer, long size) {
        return raw(Arch.SYS_GETDENTS64, fd, buffer, size);
    }

    @Override
    public int fchmodat(int dirfd, long path, int mode) {
        return result(libc.fchmodat(dirfd, path, mode, 0));
    }

    @Override
    public int fchmod(int fd, int mode) {
        return result(libc.fchmod(fd, mode));
    }

    @Override
    public int fchownat(int dirfd, long path, int uid, int gid, int flags) {
        return result(libc.fchownat(dirfd, path, uid, gid, flags));
    }

    @Override
    public int utimensat(int dirfd, long path, long times, int flags) {
        return result(libc.utimensat(dirfd, path, times, flags));
    }

    @Override
    public int ftruncate(int fd, long length) {
        return result(libc.ftruncate(fd, length));
    }

    @Override
    public int truncate(long path, long length) {
        return result(libc.truncate(path, length));
    }

    @Override
    public int fallocate(int fd, int mode, long offset, long length) {
        return result(libc.fallocate(fd, mode, offset, length));
    }

    @Override
    public long copyFileRange(int fdIn, long offsetIn, int fdOut, long offsetOut, long length, int flags) {
        return result(libc.syscall(Arch.SYS_COPY_FILE_RANGE, fdIn, offsetIn, fdOut, offsetOut, length, flags));
    }

    @Override
    public int fsync(int fd) {
        return result(libc.fsync(fd));
    }

    @Override
    public int fdatasync(int fd) {
        return result(libc.fdatasync(fd));
    }

    @Override
    public int syncfs(int fd) {
        return result(libc.syncfs(fd));
    }

    @Override
    public int faccessat(int dirfd, long path, int mode, int flags) {
        return result(libc.faccessat(dirfd, path, mode, flags));
    }

    @Override
    public long getxattr(long path, long name, long value, long size) {
        return result(libc.getxattr(path, name, value, size));
    }

    @Override
    public int setxattr(long path, long name, long value, long size, int flags) {
        return result(libc.setxattr(path, name, value, size, flags));
    }

    @Override
    public long listxattr(long path, long list, long size) {
        return result(libc.listxattr(path, list, size));
    }

    @Override
    public int removexattr(long path, long name) {
        return result(libc.removexattr(path, name));
    }

    @Override
    public long lgetxattr(long path, long name, long value, long size) {
        return result(libc.lgetxattr(path, name, value, size));
    }

    @Override
    public int lsetxattr(long path, long name, long value, long size, int flags) {
        return result(libc.lsetxattr(path, name, value, size, flags));
    }

    @Override
    public long llistxattr(long path, long list, long size) {
        return result(libc.llistxattr(path, list, size));
    }

    @Override
    public int lremovexattr(long path, long name) {
        return result(libc.lremovexattr(path, name));
    }

    @Override
    public int ioctl(int fd, long command, long argument) {
        return result(libc.ioctl(fd, command, argument));
    }

    @Override
    public int flock(int fd, int operation) {
        return result(libc.flock(fd, operation));
    }

    @Override
    public int dup(int fd) {
        return result(libc.fcntl(fd, F_DUPFD_CLOEXEC, 0));
    }

    @Override
    public int setsockopt(int fd, int level, int option, long value, int length) {
        return result(libc.setsockopt(fd, level, option, value, length));
    }

    @Override
    public int getsockopt(int fd, int level, int option, long value, long length) {
        return result(libc.getsockopt(fd, level, option, value, length));
    }

    @Override
    public int mount(long source, long target, long type, long flags, long data) {
        return result(libc.mount(source, target, type, flags, data));
    }

    @Override
    public int umount2(long target, int flags) {
        return result(libc.umount2(target, flags));
    }

    @Override
    public int unshare(int flags) {
        return result(libc.unshare(flags));
    }

    @Override
    public int umask(int mask) {
        return libc.umask(mask);
    }

    @Override
    public int setEffectiveUid(int uid) {
        return (int) raw(Arch.SYS_SETRESUID, -1, uid, -1);
    }

    @Override
    public int setEffectiveGid(int gid) {
        return (int) raw(Arch.SYS_SETRESGID, -1, gid, -1);
    }

    @Override
    public int setGroups(int count, long groups) {
        return (int) raw(Arch.SYS_SETGROUPS, count, groups, 0);
    }

    @Override
    public int capget(long header, long data) {
        return (int) raw(Arch.SYS_CAPGET, header, data, 0);
    }

    @Override
    public int capset(long header, long data) {
        return (int) raw(Arch.SYS_CAPSET, header, data, 0);
    }

    @Override
    public long mmap(long length, int protection, int flags, int fd, long offset) {
        return result(libc.syscall(Arch.SYS_MMAP, 0, length, protection, flags, fd, offset));
    }

    @Override
    public int munmap(long address, long length) {
        return result(libc.munmap(address, length));
    }

    @Override
    public int schedGetAffinity(int bytes, long mask) {
        return result(libc.sched_getaffinity(0, bytes, mask));
    }

    @Override
    public int schedSetAffinity(int bytes, long mask) {
        return result(libc.sched_setaffinity(0, bytes, mask));
    }

    @Override
    public int ioUringSetup(int entries, long params) {
        return (int) raw(Arch.SYS_IO_URING_SETUP, entries, params, 0);
    }

    @Override
    public int ioUringEnter(int fd, int submit, int complete, int flags) {
        // Without a signal mask the kernel does not look at its size, which would be the sixth argument.
        return (int) result(libc.syscall(Arch.SYS_IO_URING_ENTER, fd, submit, complete, flags, null));
    }

    @Override
    public int geteuid() {
        return libc.geteuid();
    }

    @Override
    public int getegid() {
        return libc.getegid();
    }
}
