/* Operations on directories: listing, positions, and large ones that change while they are read. */
#include "fsop.h"

#define MAX_ENTRIES 1000000

static int by_name(const void *x, const void *y) { return strcmp(*(char *const *)x, *(char *const *)y); }

/* After the last readdir of a directory: the error, if there was one, and the entries in order. */
static void say_entries(DIR *dir, char **entries, size_t count) {
    if (errno) say("readdir "), say_result(-1);
    closedir(dir);
    qsort(entries, count, sizeof *entries, by_name);
    say("%zu", count);
    for (size_t i = 0; i < count; i++) {
        if (i < 40) say(" "), say_bytes(entries[i], strlen(entries[i]));
        free(entries[i]);
    }
}

/* Names in order, each with its type; a d_ino that is not the st_ino is named. */
static void op_ls(int n, struct arg *a) {
    DIR *dir = opendir(a[1].s);
    if (!dir) {
        say_result(-1);
        return;
    }
    static char *entries[MAX_ENTRIES];
    size_t count = 0;
    struct dirent *e;
    while ((errno = 0, e = readdir(dir)) && count < MAX_ENTRIES) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        struct stat st;
        char text[400], mark = '?';
        if (fstatat(dirfd(dir), e->d_name, &st, AT_SYMLINK_NOFOLLOW)) mark = '!';
        else if (st.st_ino != e->d_ino && !ignore_d_ino) mark = '#';
        else if (e->d_type != DT_UNKNOWN && e->d_type != (st.st_mode & S_IFMT) >> 12) mark = '%';
        else mark = "?pc?d?b?f?l?s???"[(st.st_mode & S_IFMT) >> 12];
        snprintf(text, sizeof text, "%s:%c", e->d_name, mark);
        entries[count++] = strdup(text);
    }
    say_entries(dir, entries, count);
}

/* fls HANDLE: reads an open directory from its start; names in order, each with the type that readdir gives. */
static void op_fls(int n, struct arg *a) {
    int fd = dup(handle(&a[1]));
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (!dir) {
        say_result(-1);
        if (fd >= 0) close(fd);
        return;
    }
    rewinddir(dir); /* the position is the handle's */
    static char *entries[MAX_ENTRIES];
    size_t count = 0;
    struct dirent *e;
    while ((errno = 0, e = readdir(dir)) && count < MAX_ENTRIES) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0) continue;
        char text[400];
        snprintf(text, sizeof text, "%s:%c", e->d_name, "?pc?d?b?f?l?s???"[e->d_type & 15]);
        entries[count++] = strdup(text);
    }
    if (errno && !count) say_result(-1), closedir(dir); /* O_PATH, which fdopendir does not look at */
    else say_entries(dir, entries, count);
}

/* populate DIR SUBDIRECTORIES FILES: files spread over the subdirectories, each holding its own name. */
static void op_populate(int n, struct arg *a) {
    long dirs = number(&a[2]), files = number(&a[3]);
    char path[PATH_MAX];
    for (long d = 0; d < dirs; d++) {
        snprintf(path, sizeof path, "%s/d%03ld", a[1].s, d);
        if (mkdir(path, 0755)) {
            say_result(-1);
            return;
        }
    }
    for (long f = 0; f < files; f++) {
        if (dirs) snprintf(path, sizeof path, "%s/d%03ld/f%06ld", a[1].s, f % dirs, f);
        else snprintf(path, sizeof path, "%s/f%06ld", a[1].s, f);
        int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0644);
        char *name = strrchr(path, '/') + 1;
        if (fd < 0 || write(fd, name, strlen(name)) < 0 || close(fd)) {
            say("%ld ", f), say_result(-1);
            return;
        }
    }
    say("ok");
}

/* each DIR COUNT stat|open|create|unlink: one call, or two with close, on each of f000000 to COUNT - 1; says the failures. */
static void op_each(int n, struct arg *a) {
    char path[PATH_MAX], what = a[3].s[0];
    struct stat st;
    long failed = 0;
    for (long f = 0; f < number(&a[2]); f++) {
        snprintf(path, sizeof path, "%s/f%06ld", a[1].s, f);
        if (what == 's') failed += lstat(path, &st) < 0;
        else if (what == 'u') failed += unlink(path) < 0;
        else failed += close(open(path, what == 'c' ? O_CREAT | O_EXCL | O_WRONLY : O_RDONLY, 0644)) < 0;
    }
    say("%ld failed", failed);
}

/* links NAME COUNT: NAME1 exists; gives it the further names NAME2 to NAME<COUNT>. */
static void op_links(int n, struct arg *a) {
    char first[PATH_MAX], next[PATH_MAX];
    snprintf(first, sizeof first, "%s1", a[1].s);
    for (long i = 2; i <= number(&a[2]); i++) {
        snprintf(next, sizeof next, "%s%ld", a[1].s, i);
        if (link(first, next)) {
            say("%ld ", i), say_result(-1);
            return;
        }
    }
    say("ok");
}

/*
 * read-while-removing DIR KEEP: DIR holds files f000000, f000001, …; all but every KEEP-th are removed while the directory is
 * being read. Every file that stays must be seen exactly once, nothing twice. Says "ok" or what is wrong.
 */
static void op_read_while_removing(int n, struct arg *a) {
    long keep = number(&a[2]), removed = 0, top = 0;
    static unsigned char seen[MAX_ENTRIES];
    memset(seen, 0, sizeof seen);
    DIR *dir = opendir(a[1].s);
    struct dirent *e;
    if (!dir) {
        say_result(-1);
        return;
    }
    while ((errno = 0, e = readdir(dir))) {
        if (e->d_name[0] != 'f') continue;
        long id = atol(e->d_name + 1);
        if (seen[id]++) {
            say("f%06ld seen twice", id);
            return;
        }
        if (id > top) top = id;
        if (id % keep && unlinkat(dirfd(dir), e->d_name, 0) == 0) removed++;
    }
    if (errno) say("readdir "), say_result(-1);
    for (long id = 0; id <= top; id += keep)
        if (!seen[id]) {
            say("f%06ld was not seen", id);
            return;
        }
    rewinddir(dir);
    long left = 0;
    while ((errno = 0, e = readdir(dir))) left += e->d_name[0] == 'f';
    closedir(dir);
    say("removed %ld left %ld", removed, left);
}

/*
 * positions DIR: reads the whole directory noting telldir before each entry, then comes back to positions in another order:
 * each must give the entry that it gave before. Says the number of entries or what is wrong.
 */
static void op_positions(int n, struct arg *a) {
    DIR *dir = opendir(a[1].s);
    if (!dir) {
        say_result(-1);
        return;
    }
    static long at[MAX_ENTRIES];
    static char *names[MAX_ENTRIES];
    size_t count = 0;
    struct dirent *e;
    for (at[0] = telldir(dir); (errno = 0, e = readdir(dir)); at[++count] = telldir(dir)) names[count] = strdup(e->d_name);
    if (errno) say("readdir "), say_result(-1);
    for (size_t i = 0, k = count / 2; i < 200 && i < count; i++, k = (k * 7 + 13) % count) {
        seekdir(dir, at[k]);
        e = readdir(dir);
        if (!e || strcmp(e->d_name, names[k])) {
            say("position %zu gave %s, not %s", k, e ? e->d_name : "the end", names[k]);
            return;
        }
    }
    rewinddir(dir);
    size_t again = 0;
    while (readdir(dir)) again++;
    if (again != count) say("%zu entries after rewinddir, ", again);
    say("%zu entries", count);
    closedir(dir);
    for (size_t i = 0; i < count; i++) free(names[i]);
}

/* chdir is not wanted here: deep DIR N makes N nested directories one in the other, and stats the deepest. */
static void op_deep(int n, struct arg *a) {
    int at = open(a[1].s, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (long i = number(&a[2]); at >= 0 && i > 0; i--) {
        int next = mkdirat(at, "deeper", 0755) ? -1 : openat(at, "deeper", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        int error = errno;
        close(at);
        errno = error;
        at = next;
    }
    struct stat st;
    say_result(at < 0 ? -1 : fstat(at, &st));
    if (at >= 0) close(at);
}

const struct op dir_ops[] = {{"ls", 1, op_ls}, {"fls", 1, op_fls}, {"populate", 3, op_populate}, {"each", 3, op_each},
    {"links", 2, op_links},
    {"read-while-removing", 2, op_read_while_removing}, {"positions", 1, op_positions}, {"deep", 2, op_deep},
    {NULL, 0, NULL}};
