/* Phases that read directories. */
#include "client.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LISTING = 32768, SPARE = 4096 };

struct dirent_row { /* struct linux_dirent64, getdents64(2) */
    uint64_t ino;
    int64_t off;
    uint16_t length;
    uint8_t type;
    char name[];
};

static uint64_t entries(const struct client *c) { return c->files + SPARE; }

static int is_dots(const char *name) { return !strcmp(name, ".") || !strcmp(name, ".."); }

/* Calls visit for each entry; with NULL a step is a getdents64 that is counted as many times as it has entries. */
static void listing(struct client *c, int dir, void (*visit)(struct client *, int, const struct dirent_row *)) {
    char *buffer = malloc(LISTING);
    for (;;) {
        uint64_t t = now();
        long n = syscall(SYS_getdents64, dir, buffer, LISTING);
        if (n < 0)
            fail(c, "getdents64");
        if (n == 0)
            break;
        uint64_t rows = 0;
        for (long at = 0; at < n; at += ((struct dirent_row *)(buffer + at))->length)
            rows++;
        uint64_t share = (now() - t) / rows;
        for (long at = 0; at < n;) {
            struct dirent_row *row = (struct dirent_row *)(buffer + at);
            at += row->length;
            if (is_dots(row->name))
                continue;
            if (visit)
                visit(c, dir, row);
            else
                step(c, now() - share);
        }
    }
    free(buffer);
}

static void readdir_only(struct client *c) { listing(c, c->dir, NULL); }

static void stat_row(struct client *c, int dir, const struct dirent_row *row) {
    struct stat s;
    uint64_t t = now();
    if (fstatat(dir, row->name, &s, AT_SYMLINK_NOFOLLOW))
        fail(c, "stat of an entry");
    step(c, t);
}

static void readdir_stat(struct client *c) { listing(c, c->dir, stat_row); }

/* The top level of the tree is directories d0, d1, …, of which each client takes its share. */
static void walk_row(struct client *c, int dir, const struct dirent_row *row) {
    if (row->type == DT_DIR && dir == c->dir && atoi(row->name + 1) % c->clients != c->number)
        return;
    stat_row(c, dir, row);
    if (row->type == DT_DIR) {
        int below = openat(dir, row->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
        if (below < 0)
            fail(c, "open of a directory");
        listing(c, below, walk_row);
        close(below);
    }
}

static void walk(struct client *c) { listing(c, c->dir, walk_row); }

static uint64_t walked(const struct client *c) { return 2ull * c->files + SPARE; }

void each_entry(int dir, void (*visit)(int dir, const char *name, unsigned char type, void *with), void *with) {
    char *buffer = malloc(LISTING);
    long n;
    while ((n = syscall(SYS_getdents64, dir, buffer, LISTING)) > 0)
        for (long at = 0; at < n;) {
            struct dirent_row *row = (struct dirent_row *)(buffer + at);
            at += row->length;
            if (!is_dots(row->name))
                visit(dir, row->name, row->type, with);
        }
    free(buffer);
}

const struct phase TREE_PHASES[] = {
    {"readdir_cold", NULL, readdir_only, entries, 0},
    {"readdir_stat", NULL, readdir_stat, entries, 0},
    {"walk", NULL, walk, walked, 1},
    {"walk_directories", NULL, walk, walked, 1},
    {0},
};
