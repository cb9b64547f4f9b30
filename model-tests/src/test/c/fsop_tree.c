/* The whole tree below a directory in one line: what two file systems must have alike after the same program. */
#include "fsop.h"
#include <sys/xattr.h>

#define MAX_OBJECTS 4096

/* Objects that have been described, with the first path of each: a further name says which. */
static struct {
    struct stat st;
    char *path;
} seen[MAX_OBJECTS];
static size_t seen_count;

static int by_name(const void *x, const void *y) { return strcmp(*(char *const *)x, *(char *const *)y); }

static const char *first_path(const struct stat *st) {
    for (size_t i = 0; i < seen_count; i++)
        if (seen[i].st.st_ino == st->st_ino && seen[i].st.st_dev == st->st_dev) return seen[i].path;
    return NULL;
}

/* How many bytes, and which. */
static void say_contents(const char *path, const struct stat *st) {
    static char bytes[1 << 16];
    ssize_t length = 0;
    if (S_ISLNK(st->st_mode)) length = readlink(path, bytes, sizeof bytes);
    else if (S_ISREG(st->st_mode)) {
        int fd = open(path, O_RDONLY | O_NOFOLLOW);
        length = fd < 0 ? -1 : read(fd, bytes, sizeof bytes);
        if (fd >= 0) close(fd);
    } else return;
    say(" holds=");
    if (length < 0) say_result(-1);
    else say_bytes(bytes, length);
}

static void say_xattrs(const char *path) {
    char names[4096], value[4096], *order[128];
    ssize_t length = llistxattr(path, names, sizeof names);
    size_t count = 0;
    for (char *p = names; length > 0 && p < names + length && count < 128; p += strlen(p) + 1) order[count++] = p;
    qsort(order, count, sizeof *order, by_name);
    for (size_t i = 0; i < count; i++) {
        ssize_t n = lgetxattr(path, order[i], value, sizeof value);
        say(" "), say_bytes(order[i], strlen(order[i])), say("=");
        if (n < 0) say_result(-1);
        else say_bytes(value, n);
    }
}

static void say_below(const char *path);

static void say_object(const char *path) {
    struct stat st;
    say_bytes(path, strlen(path)), say(" ");
    if (lstat(path, &st)) {
        say_result(-1), say("; ");
        return;
    }
    const char *first = first_path(&st);
    if (first) {
        say("= "), say_bytes(first, strlen(first)), say("; ");
        return;
    }
    if (seen_count == MAX_OBJECTS) abort();
    seen[seen_count].st = st;
    seen[seen_count++].path = strdup(path);
    describe(&st);
    say_time(" mtime=", st.st_mtim);
    say_contents(path, &st);
    say_xattrs(path);
    say("; ");
    if (S_ISDIR(st.st_mode)) say_below(path);
}

static void say_below(const char *path) {
    DIR *dir = opendir(path);
    if (!dir) {
        say_result(-1), say("; ");
        return;
    }
    char *names[1024], below[PATH_MAX];
    size_t count = 0;
    for (struct dirent *e; (e = readdir(dir)) && count < 1024;)
        if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..")) names[count++] = strdup(e->d_name);
    closedir(dir);
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++) {
        snprintf(below, sizeof below, "%s/%s", path, names[i]);
        say_object(below);
        free(names[i]);
    }
}

/* tree PATH: every object below, by the names in order: path, stat, mtime, contents, extended attributes; "= PATH" for one
   that was described under another name. */
static void op_tree(int n, struct arg *a) {
    seen_count = 0;
    say_object(a[1].s);
    for (size_t i = 0; i < seen_count; i++) free(seen[i].path);
}

const struct op tree_ops[] = {{"tree", 1, op_tree}, {NULL, 0, NULL}};
