/* Phases on many small files in a directory of each client's own. A file is f and its number; see prepare.c. */
#include "client.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 4096, WORKING_SET = 500, WARM_STATS = 10 };

static char block[BLOCK];

static const char *name_of(char letter, int number) {
    static char names[2][16];
    static int next;
    next = !next;
    snprintf(names[next], sizeof names[next], "%c%06d", letter, number);
    return names[next];
}

static uint64_t once(const struct client *c) { return c->files; }
static uint64_t twice(const struct client *c) { return 2ull * c->files; }
static uint64_t many(const struct client *c) { return (uint64_t)WARM_STATS * c->files; }

static void create(struct client *c) {
    for (int i = 0; i < c->files; i++) {
        const char *name = name_of('f', i);
        uint64_t t = now();
        int fd = openat(c->dir, name, O_CREAT | O_EXCL | O_WRONLY, 0644);
        if (fd < 0 || close(fd))
            fail(c, "create");
        step(c, t);
    }
}

static void write4k(struct client *c) {
    for (int i = 0; i < c->files; i++) {
        const char *name = name_of('f', i);
        uint64_t t = now();
        int fd = openat(c->dir, name, O_WRONLY);
        if (fd < 0 || pwrite(fd, block, BLOCK, 0) != BLOCK || close(fd))
            fail(c, "write of 4 KiB");
        step(c, t);
    }
}

static void stat_one(struct client *c, int number) {
    const char *name = name_of('f', number);
    struct stat s;
    uint64_t t = now();
    if (fstatat(c->dir, name, &s, AT_SYMLINK_NOFOLLOW))
        fail(c, "stat");
    step(c, t);
}

static void stat_all(struct client *c) {
    for (int i = 0; i < c->files; i++)
        stat_one(c, i);
}

/* Few enough that the kernel has not stopped believing the first when the last is done. */
static int working_set(const struct client *c) { return c->files < WORKING_SET ? c->files : WORKING_SET; }

static void stat_working_set(struct client *c) {
    for (int i = 0; i < working_set(c); i++)
        stat_one(c, i);
}

static void stat_warm(struct client *c) {
    for (int i = 0; i < WARM_STATS * c->files; i++)
        stat_one(c, i % working_set(c));
}

static void open_close(struct client *c) {
    for (int i = 0; i < c->files; i++) {
        const char *name = name_of('f', i % working_set(c));
        uint64_t t = now();
        int fd = openat(c->dir, name, O_RDONLY);
        if (fd < 0 || close(fd))
            fail(c, "open and close");
        step(c, t);
    }
}

static void open_read4k(struct client *c) {
    for (int i = 0; i < c->files; i++) {
        const char *name = name_of('f', i % working_set(c));
        uint64_t t = now();
        int fd = openat(c->dir, name, O_RDONLY);
        if (fd < 0 || read(fd, block, BLOCK) < 0 || close(fd))
            fail(c, "open and read");
        step(c, t);
    }
}

static void rename_all(struct client *c, char from, char to) {
    for (int i = 0; i < c->files; i++) {
        const char *old = name_of(from, i), *new = name_of(to, i);
        uint64_t t = now();
        if (renameat(c->dir, old, c->dir, new))
            fail(c, "rename");
        step(c, t);
    }
}

/* To a new name and back. */
static void rename_and_back(struct client *c) {
    rename_all(c, 'f', 'r');
    rename_all(c, 'r', 'f');
}

static void link_all(struct client *c) {
    for (int i = 0; i < c->files; i++) {
        const char *old = name_of('f', i), *new = name_of('l', i);
        uint64_t t = now();
        if (linkat(c->dir, old, c->dir, new, 0))
            fail(c, "link");
        step(c, t);
    }
}

static void unlink_all(struct client *c, char letter) {
    for (int i = 0; i < c->files; i++) {
        const char *name = name_of(letter, i);
        uint64_t t = now();
        if (unlinkat(c->dir, name, 0))
            fail(c, "unlink");
        step(c, t);
    }
}

/* The second names, where the phase link has made them, then the last ones. */
static void unlink_both(struct client *c) {
    if (!faccessat(c->dir, name_of('l', 0), F_OK, 0))
        unlink_all(c, 'l');
    unlink_all(c, 'f');
}

const struct phase FILE_PHASES[] = {
    {"create", NULL, create, once, 0},
    {"write4k", NULL, write4k, once, 0},
    {"stat_cold", NULL, stat_all, once, 0},
    {"stat_warm", stat_working_set, stat_warm, many, 0},
    {"open_close", stat_working_set, open_close, once, 0},
    {"open_read4k", stat_working_set, open_read4k, once, 0},
    {"rename", NULL, rename_and_back, twice, 0},
    {"link", NULL, link_all, once, 0},
    {"unlink", NULL, unlink_both, twice, 0},
    {0},
};
