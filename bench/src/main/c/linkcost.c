/*
 * link_cost DIRECTORY FILES ROUNDS: what the system calls cost by which a daemon keeps an object alive and reaches it again:
 * through a descriptor, a work link or a file handle. Prints a line for each round, step and kind: nanoseconds for a file.
 */
#include "client.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHARDS = 256, KINDS = 3, FD = 0, LINK = 1, HANDLE = 2, HANDLE_BYTES = 128 };

union handle {
    struct file_handle h;
    char room[sizeof(struct file_handle) + HANDLE_BYTES];
};

static const char *const KIND[KINDS] = {"fd", "link", "handle"};
static int top, source, work, files;
static int *fds;
static union handle *handles;

static void die(const char *what) {
    printf("error %d %s\n", errno, what);
    exit(3);
}

static const char *source_name(int i) {
    static char name[16];
    snprintf(name, sizeof name, "f%06d", i);
    return name;
}

static const char *work_name(int i) {
    static char name[32];
    snprintf(name, sizeof name, "%02x/%x", i % SHARDS, i);
    return name;
}

static void look_at(int dir, const char *name, int flags) {
    struct statx x;
    if (statx(dir, name, flags, STATX_BASIC_STATS, &x))
        die("statx");
}

static void lookup(int kind, int i) {
    int fd = openat(source, source_name(i), O_PATH | O_NOFOLLOW), mount;
    if (fd < 0)
        die("openat O_PATH");
    look_at(fd, "", AT_EMPTY_PATH);
    if (kind == FD) {
        fds[i] = fd;
        return;
    }
    if (kind == LINK) {
        if (linkat(fd, "", work, work_name(i), AT_EMPTY_PATH))
            die("linkat");
    } else {
        handles[i].h.handle_bytes = HANDLE_BYTES;
        if (name_to_handle_at(fd, "", &handles[i].h, &mount, AT_EMPTY_PATH))
            die("name_to_handle_at");
    }
    close(fd);
}

static void stat_again(int kind, int i) {
    if (kind == FD) {
        look_at(fds[i], "", AT_EMPTY_PATH);
    } else if (kind == LINK) {
        look_at(work, work_name(i), AT_SYMLINK_NOFOLLOW);
    } else {
        int fd = open_by_handle_at(top, &handles[i].h, O_PATH);
        if (fd < 0)
            die("open_by_handle_at");
        look_at(fd, "", AT_EMPTY_PATH);
        close(fd);
    }
}

static void open_again(int kind, int i) {
    char path[32];
    int fd;
    if (kind == FD) {
        snprintf(path, sizeof path, "/proc/self/fd/%d", fds[i]);
        fd = open(path, O_RDONLY);
    } else if (kind == LINK) {
        fd = openat(work, work_name(i), O_RDONLY | O_NOFOLLOW);
    } else {
        fd = open_by_handle_at(top, &handles[i].h, O_RDONLY);
    }
    if (fd < 0)
        die("open");
    close(fd);
}

static void forget(int kind, int i) {
    if (kind == FD)
        close(fds[i]);
    else if (kind == LINK && unlinkat(work, work_name(i), 0))
        die("unlinkat");
}

static void nothing(int kind, int i) {
    (void)kind;
    (void)i;
}

static void timed(int round, const char *name, int kind, void (*run)(int, int)) {
    uint64_t t = now();
    for (int i = 0; i < files; i++)
        run(kind, i);
    printf("%d %s %s %.1f\n", round, name, KIND[kind], (double)(now() - t) / files);
}

static void make(const char *directory) {
    top = open(directory, O_RDONLY | O_DIRECTORY);
    if (top < 0 || mkdirat(top, "source", 0755) || mkdirat(top, "work", 0700))
        die("mkdir");
    source = openat(top, "source", O_RDONLY | O_DIRECTORY);
    work = openat(top, "work", O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < SHARDS; i++) {
        char name[8];
        snprintf(name, sizeof name, "%02x", i);
        if (mkdirat(work, name, 0700))
            die("mkdir of a shard");
    }
    for (int i = 0; i < files; i++)
        close(openat(source, source_name(i), O_CREAT | O_WRONLY, 0644));
}

int link_cost(int argc, char **argv) {
    files = argc == 3 ? atoi(argv[1]) : 0;
    if (files < 1)
        return 2;
    fds = calloc(files, sizeof *fds);
    handles = calloc(files, sizeof *handles);
    make(argv[0]);
    for (int round = 0; round < atoi(argv[2]); round++)
        for (int turn = 0; turn < KINDS; turn++) {
            int kind = (round + turn) % KINDS;
            timed(round, "lookup", kind, lookup);
            timed(round, "stat", kind, stat_again);
            timed(round, "open", kind, open_again);
            timed(round, "forget", kind, kind == HANDLE ? nothing : forget);
        }
    return 0;
}
