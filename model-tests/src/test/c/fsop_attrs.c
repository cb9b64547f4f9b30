/* Operations on attributes: mode, owner, times, flags, extended attributes. */
#include "fsop.h"
#include <sys/ioctl.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <time.h>

static void op_chmod(int n, struct arg *a) { say_result(chmod(a[1].s, octal(&a[2]))); }
static void op_fchmod(int n, struct arg *a) { say_result(fchmod(handle(&a[1]), octal(&a[2]))); }
static void op_chown(int n, struct arg *a) { say_result(lchown(a[1].s, number(&a[2]), number(&a[3]))); }
static void op_chown_follow(int n, struct arg *a) { say_result(chown(a[1].s, number(&a[2]), number(&a[3]))); }
static void op_fchown(int n, struct arg *a) { say_result(fchown(handle(&a[1]), number(&a[2]), number(&a[3]))); }

/* "now", "omit" or seconds.nanoseconds with nine digits */
static struct timespec when(struct arg *a) {
    if (strcmp(a->s, "now") == 0) return (struct timespec){0, UTIME_NOW};
    if (strcmp(a->s, "omit") == 0) return (struct timespec){0, UTIME_OMIT};
    char *dot = strchr(a->s, '.');
    return (struct timespec){atoll(a->s), dot ? atol(dot + 1) : 0};
}

static void op_utimens(int n, struct arg *a) {
    struct timespec t[2] = {when(&a[2]), when(&a[3])};
    say_result(utimensat(AT_FDCWD, a[1].s, t, AT_SYMLINK_NOFOLLOW));
}

static void op_utimens_follow(int n, struct arg *a) {
    struct timespec t[2] = {when(&a[2]), when(&a[3])};
    say_result(utimensat(AT_FDCWD, a[1].s, t, 0));
}

static void op_futimens(int n, struct arg *a) {
    struct timespec t[2] = {when(&a[2]), when(&a[3])};
    say_result(futimens(handle(&a[1]), t));
}

/* Access and modification time; a time of the last hour is "now". */
void say_time(const char *name, struct timespec t) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (now.tv_sec - t.tv_sec < 3600 && t.tv_sec - now.tv_sec < 3600) say("%snow", name);
    else say("%s%lld.%09ld", name, (long long)t.tv_sec, t.tv_nsec);
}

static void op_times(int n, struct arg *a) {
    struct stat st;
    if (lstat(a[1].s, &st)) say_result(-1);
    else say_time("atime=", st.st_atim), say_time(" mtime=", st.st_mtim);
}

/* Named snapshots of a stat, for saying later which fields changed. */
static struct {
    char name[64];
    struct stat st;
} snaps[64];

static struct stat *snap(struct arg *name) {
    for (int i = 0; i < 64; i++)
        if (!snaps[i].name[0] || strcmp(snaps[i].name, name->s) == 0) {
            snprintf(snaps[i].name, sizeof snaps[i].name, "%s", name->s);
            return &snaps[i].st;
        }
    abort();
}

static void op_snap(int n, struct arg *a) { say_result(lstat(a[2].s, snap(&a[1]))); }
static void op_fsnap(int n, struct arg *a) { say_result(fstat(handle(&a[2]), snap(&a[1]))); }

static int differ(struct timespec x, struct timespec y) { return x.tv_sec != y.tv_sec || x.tv_nsec != y.tv_nsec; }

static void say_changes(struct stat *x, struct stat *y) {
    size_t before = 0;
    if (x->st_ino != y->st_ino) say(" ino"), before++;
    if (x->st_mode != y->st_mode) say(" mode"), before++;
    if (x->st_nlink != y->st_nlink) say(" nlink"), before++;
    if (x->st_uid != y->st_uid || x->st_gid != y->st_gid) say(" owner"), before++;
    if (!S_ISDIR(x->st_mode) && x->st_size != y->st_size) say(" size"), before++;
    if (differ(x->st_mtim, y->st_mtim)) say(" mtime"), before++;
    if (differ(x->st_ctim, y->st_ctim)) say(" ctime"), before++;
    if (!before) say(" nothing");
}

static void op_changed(int n, struct arg *a) {
    struct stat st;
    if (lstat(a[2].s, &st)) say_result(-1);
    else say_changes(snap(&a[1]), &st);
}

static void op_fchanged(int n, struct arg *a) {
    struct stat st;
    if (fstat(handle(&a[2]), &st)) say_result(-1);
    else say_changes(snap(&a[1]), &st);
}

/* What stays equal for equal file systems: sizes, not what is free. */
static void op_statfs(int n, struct arg *a) {
    struct statvfs v;
    if (statvfs(a[1].s, &v)) say_result(-1);
    else say("bsize=%lu frsize=%lu blocks=%lu namemax=%lu", v.f_bsize, v.f_frsize, (unsigned long)v.f_blocks, v.f_namemax);
}

static const struct flag xattr_flags[] = {{"create", XATTR_CREATE}, {"replace", XATTR_REPLACE}, {NULL, 0}};

static long put_flags(int n, struct arg *a) { return n > 4 ? flags(&a[4], xattr_flags) : 0; }

static void op_setxattr(int n, struct arg *a) {
    say_result(lsetxattr(a[1].s, a[2].s, a[3].s, a[3].len, put_flags(n, a)));
}

static void op_setxattr_follow(int n, struct arg *a) {
    say_result(setxattr(a[1].s, a[2].s, a[3].s, a[3].len, put_flags(n, a)));
}

static void op_fsetxattr(int n, struct arg *a) {
    say_result(fsetxattr(handle(&a[1]), a[2].s, a[3].s, a[3].len, put_flags(n, a)));
}

/* The buffer of the calls below; the word at an index may say how much of it they get, 0 to ask for the length. */
static char room[65536];
static size_t room_size(int n, struct arg *a, int index) { return n > index ? (size_t)number(&a[index]) : sizeof room; }

static void say_value(ssize_t length, size_t size) {
    if (length < 0) say_result(-1);
    else if (size == 0) say_number(length);
    else say("%zd ", length), say_bytes(room, length);
}

static void op_getxattr(int n, struct arg *a) {
    size_t size = room_size(n, a, 3);
    say_value(lgetxattr(a[1].s, a[2].s, room, size), size);
}

static void op_getxattr_follow(int n, struct arg *a) {
    size_t size = room_size(n, a, 3);
    say_value(getxattr(a[1].s, a[2].s, room, size), size);
}

static void op_fgetxattr(int n, struct arg *a) {
    size_t size = room_size(n, a, 3);
    say_value(fgetxattr(handle(&a[1]), a[2].s, room, size), size);
}

static int by_name(const void *x, const void *y) { return strcmp(*(char *const *)x, *(char *const *)y); }

static void say_names(ssize_t length, size_t size) {
    if (length < 0 || size == 0) {
        say_number(length);
        return;
    }
    char *names[1024];
    size_t count = 0;
    for (char *p = room; p < room + length && count < 1024; p += strlen(p) + 1) names[count++] = p;
    qsort(names, count, sizeof *names, by_name);
    say("%zu", count);
    for (size_t i = 0; i < count; i++) say(" %s", names[i]);
}

static void op_listxattr(int n, struct arg *a) {
    size_t size = room_size(n, a, 2);
    say_names(llistxattr(a[1].s, room, size), size);
}

static void op_listxattr_follow(int n, struct arg *a) {
    size_t size = room_size(n, a, 2);
    say_names(listxattr(a[1].s, room, size), size);
}

static void op_flistxattr(int n, struct arg *a) {
    size_t size = room_size(n, a, 2);
    say_names(flistxattr(handle(&a[1]), room, size), size);
}

static void op_removexattr(int n, struct arg *a) { say_result(lremovexattr(a[1].s, a[2].s)); }
static void op_removexattr_follow(int n, struct arg *a) { say_result(removexattr(a[1].s, a[2].s)); }
static void op_fremovexattr(int n, struct arg *a) { say_result(fremovexattr(handle(&a[1]), a[2].s)); }

static const struct flag inode_flags[] = {{"immutable", FS_IMMUTABLE_FL}, {"append", FS_APPEND_FL},
    {"noatime", FS_NOATIME_FL}, {"nodump", FS_NODUMP_FL}, {NULL, 0}};

static void op_get_flags(int n, struct arg *a) {
    int value = 0;
    if (ioctl(handle(&a[1]), FS_IOC_GETFLAGS, &value)) {
        say_result(-1);
        return;
    }
    say("flags");
    for (const struct flag *f = inode_flags; f->name; f++)
        if (value & f->value) say(" %s", f->name);
}

static void op_set_flags(int n, struct arg *a) {
    int value = 0, mask = FS_IMMUTABLE_FL | FS_APPEND_FL | FS_NOATIME_FL | FS_NODUMP_FL;
    if (ioctl(handle(&a[1]), FS_IOC_GETFLAGS, &value)) {
        say("get "), say_result(-1);
        return;
    }
    value = (value & ~mask) | (int)flags(&a[2], inode_flags);
    say_result(ioctl(handle(&a[1]), FS_IOC_SETFLAGS, &value));
}

static void op_get_fsx(int n, struct arg *a) {
    struct fsxattr x = {0};
    if (ioctl(handle(&a[1]), FS_IOC_FSGETXATTR, &x)) say_result(-1);
    else say("xflags=%x project=%u", x.fsx_xflags, x.fsx_projid);
}

static void op_set_fsx(int n, struct arg *a) {
    struct fsxattr x = {0};
    if (ioctl(handle(&a[1]), FS_IOC_FSGETXATTR, &x)) {
        say("get "), say_result(-1);
        return;
    }
    x.fsx_xflags = number(&a[2]);
    say_result(ioctl(handle(&a[1]), FS_IOC_FSSETXATTR, &x));
}

const struct op attr_ops[] = {{"chmod", 2, op_chmod}, {"fchmod", 2, op_fchmod}, {"chown", 3, op_chown},
    {"chown-follow", 3, op_chown_follow}, {"fchown", 3, op_fchown}, {"utimens", 3, op_utimens},
    {"utimens-follow", 3, op_utimens_follow}, {"futimens", 3, op_futimens}, {"times", 1, op_times},
    {"snap", 2, op_snap}, {"fsnap", 2, op_fsnap}, {"changed", 2, op_changed}, {"fchanged", 2, op_fchanged},
    {"statfs", 1, op_statfs}, {"setxattr", 3, op_setxattr}, {"setxattr-follow", 3, op_setxattr_follow},
    {"fsetxattr", 3, op_fsetxattr}, {"getxattr", 2, op_getxattr}, {"getxattr-follow", 2, op_getxattr_follow},
    {"fgetxattr", 2, op_fgetxattr}, {"listxattr", 1, op_listxattr}, {"listxattr-follow", 1, op_listxattr_follow},
    {"flistxattr", 1, op_flistxattr}, {"removexattr", 2, op_removexattr},
    {"removexattr-follow", 2, op_removexattr_follow}, {"fremovexattr", 2, op_fremovexattr},
    {"get-flags", 1, op_get_flags}, {"set-flags", 2, op_set_flags}, {"get-fsx", 1, op_get_fsx}, {"set-fsx", 2, op_set_fsx},
    {NULL, 0, NULL}};
