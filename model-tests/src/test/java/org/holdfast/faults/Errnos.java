package org.holdfast.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.holdfast.os.Errno;

/** The errnos that system calls can give to a caller that makes no mistake: section 2 of the Linux manual. */
public final class Errnos {
    private static final int HIGHEST = 133;
    private static final Map<String, Integer> NUMBERS = numbers();
    private static final Map<String, List<Integer>> OF = new TreeMap<>();

    private Errnos() {}

    static {
        of(
                "openat",
                "EMFILE ENFILE EACCES ENOENT ELOOP EIO ENOMEM ENOSPC EDQUOT EPERM EROFS ETXTBSY EINTR ENXIO ESTALE");
        of("close", "EIO EINTR ENOSPC EDQUOT");
        of("read", "EIO EINTR EAGAIN ENOMEM");
        of("write", "EIO EINTR ENOSPC EDQUOT ENOENT EPIPE EINVAL EMSGSIZE ENOBUFS ENOMEM");
        of("pread", "EIO EINTR ESTALE");
        of("pwrite", "EIO EINTR ENOSPC EDQUOT EFBIG EPERM ESTALE");
        of("pwritev2", "EIO EINTR ENOSPC EDQUOT EFBIG EOPNOTSUPP");
        of("lseek", "EINVAL EOVERFLOW EIO");
        of("statx", "EIO EACCES ENOMEM ENOENT ESTALE");
        of("fstatfs", "EIO EINTR ENOMEM ENOSYS");
        of("nameToHandleAt", "EOPNOTSUPP EOVERFLOW EIO ENOMEM");
        of("openByHandleAt", "EPERM EMFILE ENFILE EIO ENOMEM"); // ESTALE would be a lie about a directory that stays
        of("linkat", "EMLINK ENOSPC EXDEV EPERM EDQUOT EIO ENOENT EROFS ENOMEM EEXIST EACCES EOPNOTSUPP");
        of("unlinkat", "EIO EROFS EBUSY EPERM EACCES ENOMEM"); // ENOENT would be a lie about a name that stays
        of("mkdirat", "ENOSPC EDQUOT EMLINK EIO EROFS ENOMEM EACCES EPERM");
        of("mknodat", "ENOSPC EDQUOT EIO EROFS ENOMEM EACCES EPERM");
        of("symlinkat", "ENOSPC EDQUOT EIO EROFS ENOMEM EACCES EPERM");
        of("readlinkat", "EIO ENOMEM EACCES ESTALE");
        of("renameat2", "ENOSPC EDQUOT EMLINK EIO EROFS ENOMEM EBUSY EXDEV EACCES EINVAL");
        of("getdents64", "EIO ENOENT ENOMEM");
        of("fchmodat", "EIO EPERM EROFS ENOMEM ENOENT");
        of("fchmod", "EIO EPERM EROFS");
        of("fchownat", "EIO EPERM EROFS EDQUOT ENOENT");
        of("utimensat", "EIO EACCES EPERM EROFS ENOENT");
        of("ftruncate", "EIO EINTR EFBIG EPERM ENOSPC");
        of("truncate", "EIO EINTR EFBIG EPERM ETXTBSY EROFS ENOENT");
        of("fallocate", "EIO EINTR ENOSPC EFBIG EOPNOTSUPP EPERM");
        of("copyFileRange", "EIO ENOSPC EXDEV EFBIG ENOMEM EOPNOTSUPP ETXTBSY");
        of("fsync", "EIO ENOSPC EDQUOT EROFS");
        of("fdatasync", "EIO ENOSPC EDQUOT EROFS");
        of("syncfs", "EIO ENOSPC EDQUOT");
        of("faccessat", "EACCES EIO EROFS ENOENT ENOMEM");
        for (String prefix : List.of("", "l")) {
            of(prefix + "getxattr", "EIO ENODATA EOPNOTSUPP ERANGE EACCES ENOENT");
            of(prefix + "setxattr", "EIO ENOSPC EDQUOT EOPNOTSUPP EPERM ENOENT");
            of(prefix + "listxattr", "EIO EOPNOTSUPP E2BIG ENOENT");
            of(prefix + "removexattr", "EIO ENODATA EOPNOTSUPP EPERM ENOENT");
        }
        of("ioctl", "ENOTTY EIO EPERM EOPNOTSUPP EINTR");
        of("flock", "EAGAIN EINTR ENOLCK ENOSYS");
        of("dup", "EMFILE EBADF");
        of("setsockopt", "EPERM ENOMEM ENOPROTOOPT");
        of("getsockopt", "ENOTSOCK EBADF ENOPROTOOPT");
        of("unshare", "EPERM ENOMEM");
        of("setEffectiveUid", "EAGAIN EPERM");
        of("setEffectiveGid", "EAGAIN EPERM");
        of("setGroups", "ENOMEM EPERM");
        of("capget", "EPERM");
        of("capset", "EPERM");
    }

    private static void of(String call, String errnos) {
        List<Integer> numbers = new ArrayList<>();
        for (String errno : errnos.split(" ")) {
            numbers.add(number(errno));
        }
        OF.put(call, numbers);
    }

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new TreeMap<>();
        for (int errno = 1; errno <= HIGHEST; errno++) {
            numbers.put(Errno.name(errno), errno);
        }
        numbers.put("EAGAIN", Errno.EAGAIN);
        numbers.put("EOPNOTSUPP", Errno.EOPNOTSUPP);
        return numbers;
    }

    private static int number(String errno) {
        Integer number = NUMBERS.get(errno);
        if (number == null) {
            throw new IllegalArgumentException("there is no error " + errno);
        }
        return number;
    }

    /** The first is the one that is tried where there is no time for all. */
    public static List<Integer> of(String call) {
        List<Integer> errnos = OF.get(call);
        if (errnos == null) {
            throw new AssertionError("no errnos are known of the system call " + call);
        }
        return errnos;
    }
}
