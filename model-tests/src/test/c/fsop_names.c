/* Operations on names: making, removing, moving, linking, looking. */
#include "fsop.h"
#include <sys/socket.h>
#include <sys/sysmacros.h>
#include <sys/un.h>

static const struct flag rename_flags[] = {
    {"noreplace", RENAME_NOREPLACE}, {"exchange", RENAME_EXCHANGE}, {"whiteout", RENAME_WHITEOUT}, {NULL, 0}};

static const struct flag kinds[] = {{"fifo", S_IFIFO}, {"sock", S_IFSOCK}, {"char", S_IFCHR}, {"block", S_IFBLK},
    {"file", S_IFREG}, {NULL, 0}};

static void op_mkdir(int n, struct arg *a) { say_result(mkdir(a[1].s, n > 2 ? octal(&a[2]) : 0755)); }
static void op_rmdir(int n, struct arg *a) { say_result(rmdir(a[1].s)); }
static void op_unlink(int n, struct arg *a) { say_result(unlink(a[1].s)); }
static void op_link(int n, struct arg *a) { say_result(link(a[1].s, a[2].s)); }
static void op_link_follow(int n, struct arg *a) {
    say_result(linkat(AT_FDCWD, a[1].s, AT_FDCWD, a[2].s, AT_SYMLINK_FOLLOW));
}
static void op_symlink(int n, struct arg *a) { say_result(symlink(a[1].s, a[2].s)); }

static void op_rename(int n, struct arg *a) {
    say_result(renameat2(AT_FDCWD, a[1].s, AT_FDCWD, a[2].s, n > 3 ? flags(&a[3], rename_flags) : 0));
}

static void op_mknod(int n, struct arg *a) {
    dev_t device = n > 5 ? makedev(number(&a[4]), number(&a[5])) : 0;
    say_result(mknod(a[1].s, flags(&a[2], kinds) | octal(&a[3]), device));
}

static void op_readlink(int n, struct arg *a) {
    static char target[8192];
    ssize_t length = readlink(a[1].s, target, sizeof target);
    if (length < 0) say_result(-1);
    else say("%zd ", length), say_bytes(target, length);
}

void describe(const struct stat *st) {
    static const char *types[] = {[S_IFREG >> 12] = "file", [S_IFDIR >> 12] = "dir", [S_IFLNK >> 12] = "symlink",
        [S_IFIFO >> 12] = "fifo", [S_IFSOCK >> 12] = "sock", [S_IFCHR >> 12] = "char", [S_IFBLK >> 12] = "block"};
    say("%s mode=%04o nlink=%lu uid=%u gid=%u", types[(st->st_mode & S_IFMT) >> 12], st->st_mode & 07777,
        (unsigned long)st->st_nlink, st->st_uid, st->st_gid);
    if (!S_ISDIR(st->st_mode)) say(" size=%ld", (long)st->st_size);
    if (S_ISCHR(st->st_mode) || S_ISBLK(st->st_mode)) say(" rdev=%u,%u", major(st->st_rdev), minor(st->st_rdev));
}

static void op_stat(int n, struct arg *a) {
    struct stat st;
    if (lstat(a[1].s, &st)) say_result(-1);
    else describe(&st);
}

static void op_stat_follow(int n, struct arg *a) {
    struct stat st;
    if (stat(a[1].s, &st)) say_result(-1);
    else describe(&st);
}

/* Whether two names are one object: same device and inode number. */
static void op_same(int n, struct arg *a) {
    struct stat x, y;
    if (lstat(a[1].s, &x) || lstat(a[2].s, &y)) say_result(-1);
    else say("%s", x.st_dev == y.st_dev && x.st_ino == y.st_ino ? "same" : "distinct");
}

/* Whether the number alone is equal, also across devices. */
static void op_same_ino(int n, struct arg *a) {
    struct stat x, y;
    if (lstat(a[1].s, &x) || lstat(a[2].s, &y)) say_result(-1);
    else say("%s", x.st_ino == y.st_ino ? "equal" : "unequal");
}

/* A socket bound at the name, and a client that connects to it by name and exchanges a word. */
static void op_socket(int n, struct arg *a) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%s", a[1].s);
    int server = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0);
    char word[8] = "";
    int peer = -1;
    if (bind(server, (struct sockaddr *)&address, sizeof address)) say("bind "), say_result(-1);
    else if (listen(server, 1) || connect(client, (struct sockaddr *)&address, sizeof address))
        say("connect "), say_result(-1);
    else if ((peer = accept(server, NULL, NULL)) < 0 || write(client, "word", 4) != 4 || read(peer, word, 7) != 4)
        say("exchange "), say_result(-1);
    else say("%s", word);
    close(peer);
    close(client);
    close(server);
}

static void op_access(int n, struct arg *a) {
    int mode = 0;
    for (char *c = a[2].s; *c; c++) mode |= *c == 'r' ? R_OK : *c == 'w' ? W_OK : *c == 'x' ? X_OK : 0;
    say_result(faccessat(AT_FDCWD, a[1].s, mode, AT_EACCESS));
}

const struct op name_ops[] = {{"mkdir", 1, op_mkdir}, {"rmdir", 1, op_rmdir}, {"unlink", 1, op_unlink},
    {"link", 2, op_link}, {"link-follow", 2, op_link_follow}, {"symlink", 2, op_symlink}, {"rename", 2, op_rename},
    {"mknod", 3, op_mknod}, {"readlink", 1, op_readlink}, {"stat", 1, op_stat},
    {"stat-follow", 1, op_stat_follow}, {"same", 2, op_same},
    {"same-ino", 2, op_same_ino}, {"socket", 1, op_socket}, {"access", 2, op_access}, {NULL, 0, NULL}};
