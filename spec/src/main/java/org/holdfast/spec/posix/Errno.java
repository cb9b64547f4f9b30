package org.holdfast.spec.posix;

/** The errors that calls of this model give: errno(3). */
public enum Errno {
    EACCES,
    EAGAIN,
    EBADF,
    EBUSY,
    EEXIST,
    EINVAL,
    EISDIR,
    ELOOP,
    ENAMETOOLONG,
    ENODATA,
    ENODEV,
    ENOENT,
    ENOTDIR,
    ENOTEMPTY,
    ENXIO,
    EOPNOTSUPP,
    EPERM,
    EPIPE,
    ERANGE,
    ESPIPE
}
