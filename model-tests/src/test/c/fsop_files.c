/* Operations on open files. */
#include "fsop.h"
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/sendfile.h>

static const struct flag open_flags[] = {{"r", O_RDONLY}, {"w", O_WRONLY}, {"rw", O_RDWR}, {"creat", O_CREAT},
    {"excl", O_EXCL}, {"trunc", O_TRUNC}, {"append", O_APPEND}, {"nofollow", O_NOFOLLOW}, {"dir", O_DIRECTORY},
    {"direct", O_DIRECT}, {"path", O_PATH}, {"nonblock", O_NONBLOCK}, {"tmpfile", O_TMPFILE}, {"sync", O_SYNC},
    {"noatime", O_NOATIME}, {NULL, 0}};

static const struct flag allocate_flags[] = {{"keep", FALLOC_FL_KEEP_SIZE}, {"punch", FALLOC_FL_PUNCH_HOLE},
    {"collapse", FALLOC_FL_COLLAPSE_RANGE}, {"zero", FALLOC_FL_ZERO_RANGE}, {"insert", FALLOC_FL_INSERT_RANGE}, {NULL, 0}};

static const struct flag whences[] = {{"set", SEEK_SET}, {"cur", SEEK_CUR}, {"end", SEEK_END}, {"data", SEEK_DATA},
    {"hole", SEEK_HOLE}, {NULL, 0}};

static void op_open(int n, struct arg *a) {
    int fd = open(a[2].s, (int)flags(&a[3], open_flags) | O_CLOEXEC, n > 4 ? octal(&a[4]) : 0644);
    say_result(fd);
    remember(&a[1], fd);
}

/* close reports the errors that FLUSH brings. */
static void op_close(int n, struct arg *a) { say_result(close(forget(&a[1]))); }

static void op_write(int n, struct arg *a) {
    say_number(n > 3 ? pwrite(handle(&a[1]), a[2].s, a[2].len, number(&a[3])) : write(handle(&a[1]), a[2].s, a[2].len));
}

static void op_read(int n, struct arg *a) {
    size_t size = number(&a[2]);
    char *buffer = malloc(size + 1);
    ssize_t got = n > 3 ? pread(handle(&a[1]), buffer, size, number(&a[3])) : read(handle(&a[1]), buffer, size);
    if (got < 0) say_result(-1);
    else say("%zd ", got), say_bytes(buffer, got);
    free(buffer);
}

/* The whole of a file by its name. */
static void op_cat(int n, struct arg *a) {
    int fd = open(a[1].s, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        say_result(-1);
        return;
    }
    static char buffer[1 << 20];
    ssize_t got, all = 0;
    while (all < (ssize_t)sizeof buffer && (got = read(fd, buffer + all, sizeof buffer - all)) > 0) all += got;
    if (got < 0) say_result(-1);
    else say("%zd ", all), say_bytes(buffer, all);
    close(fd);
}

/* Aligned reads and writes for O_DIRECT: direct-write H BYTE COUNT OFFSET, direct-read H COUNT OFFSET. */
static void op_direct_write(int n, struct arg *a) {
    void *buffer = NULL;
    size_t size = number(&a[3]);
    if (posix_memalign(&buffer, 4096, size)) abort();
    memset(buffer, a[2].s[0], size);
    say_number(pwrite(handle(&a[1]), buffer, size, number(&a[4])));
    free(buffer);
}

static void op_direct_read(int n, struct arg *a) {
    void *buffer = NULL;
    size_t size = number(&a[2]);
    if (posix_memalign(&buffer, 4096, size)) abort();
    ssize_t got = pread(handle(&a[1]), buffer, size, number(&a[3]));
    if (got < 0) say_result(-1);
    else say("%zd ", got), say_bytes(buffer, got);
    free(buffer);
}

static void op_fstat(int n, struct arg *a) {
    struct stat st;
    if (fstat(handle(&a[1]), &st)) say_result(-1);
    else describe(&st);
}

/* Whether a handle and a name are one object. */
static void op_handle_is(int n, struct arg *a) {
    struct stat x, y;
    if (fstat(handle(&a[1]), &x) || lstat(a[2].s, &y)) say_result(-1);
    else say("%s", x.st_dev == y.st_dev && x.st_ino == y.st_ino ? "same" : "distinct");
}

static void op_truncate(int n, struct arg *a) { say_result(truncate(a[1].s, number(&a[2]))); }
static void op_ftruncate(int n, struct arg *a) { say_result(ftruncate(handle(&a[1]), number(&a[2]))); }
static void op_fsync(int n, struct arg *a) { say_result(fsync(handle(&a[1]))); }
static void op_fdatasync(int n, struct arg *a) { say_result(fdatasync(handle(&a[1]))); }
static void op_syncfs(int n, struct arg *a) { say_result(syncfs(handle(&a[1]))); }

static void op_fallocate(int n, struct arg *a) {
    say_result(fallocate(handle(&a[1]), flags(&a[2], allocate_flags), number(&a[3]), number(&a[4])));
}

static void op_seek(int n, struct arg *a) { say_number(lseek(handle(&a[1]), number(&a[2]), flags(&a[3], whences))); }

/* copy FROM OFFSET TO OFFSET COUNT */
static void op_copy(int n, struct arg *a) {
    off64_t from = number(&a[2]), to = number(&a[4]);
    say_number(copy_file_range(handle(&a[1]), &from, handle(&a[3]), &to, number(&a[5]), 0));
}

static void op_sendfile(int n, struct arg *a) {
    off_t from = 0;
    say_number(sendfile(handle(&a[1]), handle(&a[2]), &from, number(&a[3])));
}

/* Linking an open file to a name, through /proc and through AT_EMPTY_PATH. */
static void op_link_handle(int n, struct arg *a) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", handle(&a[1]));
    say_result(linkat(AT_FDCWD, path, AT_FDCWD, a[2].s, AT_SYMLINK_FOLLOW));
}

static void op_link_empty(int n, struct arg *a) {
    say_result(linkat(handle(&a[1]), "", AT_FDCWD, a[2].s, AT_EMPTY_PATH));
}

/* Opening a handle's object once more through /proc, which goes to the inode and not to a name. */
static void op_reopen(int n, struct arg *a) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", handle(&a[1]));
    int fd = open(path, (int)flags(&a[3], open_flags) | O_CLOEXEC);
    say_result(fd);
    remember(&a[2], fd);
}

/* mmap-write H OFFSET TEXT, mmap-read H OFFSET COUNT: a shared mapping of the first 64 KiB. */
static void op_mmap_write(int n, struct arg *a) {
    char *map = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_SHARED, handle(&a[1]), 0);
    if (map == MAP_FAILED) {
        say_result(-1);
        return;
    }
    memcpy(map + number(&a[2]), a[3].s, a[3].len);
    say_result(msync(map, 65536, MS_SYNC));
    munmap(map, 65536);
}

static void op_mmap_read(int n, struct arg *a) {
    char *map = mmap(NULL, 65536, PROT_READ, MAP_SHARED, handle(&a[1]), 0);
    if (map == MAP_FAILED) {
        say_result(-1);
        return;
    }
    say_bytes(map + number(&a[2]), number(&a[3]));
    munmap(map, 65536);
}

static void op_flock(int n, struct arg *a) {
    int how = a[2].s[0] == 's' ? LOCK_SH : a[2].s[0] == 'x' ? LOCK_EX : LOCK_UN;
    say_result(flock(handle(&a[1]), how | LOCK_NB));
}

/* record-lock H r|w|u START LENGTH, as a lock of the open file description */
static void op_record_lock(int n, struct arg *a) {
    struct flock lock = {.l_type = a[2].s[0] == 'r' ? F_RDLCK : a[2].s[0] == 'w' ? F_WRLCK : F_UNLCK,
        .l_whence = SEEK_SET, .l_start = number(&a[3]), .l_len = number(&a[4])};
    say_result(fcntl(handle(&a[1]), F_OFD_SETLK, &lock));
}

const struct op file_ops[] = {{"open", 3, op_open}, {"close", 1, op_close}, {"write", 2, op_write}, {"read", 2, op_read},
    {"cat", 1, op_cat}, {"direct-write", 4, op_direct_write}, {"direct-read", 3, op_direct_read}, {"fstat", 1, op_fstat},
    {"handle-is", 2, op_handle_is}, {"truncate", 2, op_truncate}, {"ftruncate", 2, op_ftruncate}, {"fsync", 1, op_fsync},
    {"fdatasync", 1, op_fdatasync}, {"syncfs", 1, op_syncfs}, {"fallocate", 4, op_fallocate}, {"seek", 3, op_seek},
    {"copy", 5, op_copy}, {"sendfile", 3, op_sendfile}, {"link-handle", 2, op_link_handle},
    {"link-empty", 2, op_link_empty}, {"reopen", 3, op_reopen}, {"mmap-write", 3, op_mmap_write},
    {"mmap-read", 3, op_mmap_read}, {"flock", 2, op_flock}, {"record-lock", 4, op_record_lock}, {NULL, 0, NULL}};
