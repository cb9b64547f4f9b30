/* What is made, read or removed between the timed phases, at the source and not through the daemon. */
#include "client.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 4096, MEGABYTE = 1 << 20, IN_A_DIRECTORY = 100 };

static void die(const char *what) {
    perror(what);
    exit(2);
}

static int open_client(const char *directory, int number) {
    char path[4096];
    snprintf(path, sizeof path, "%s/c%d", directory, number);
    if (mkdir(path, 0755) && errno != EEXIST)
        die(path);
    int dir = open(path, O_RDONLY | O_DIRECTORY);
    if (dir < 0)
        die(path);
    return dir;
}

/* A file of so many bytes, unless there is one. */
static void fill_file(int dir, const char *name, long bytes) {
    static char zeroes[MEGABYTE];
    int fd = openat(dir, name, O_CREAT | O_WRONLY | O_TRUNC, 0644);
    if (fd < 0)
        die(name);
    while (bytes > 0) {
        long n = write(fd, zeroes, bytes < MEGABYTE ? bytes : MEGABYTE);
        if (n <= 0)
            die(name);
        bytes -= n;
    }
    close(fd);
}

/* fill DIRECTORY FILES CLIENTS: the small files. */
int fill(int argc, char **argv) {
    for (int c = 0; argc == 3 && c < atoi(argv[2]); c++) {
        int dir = open_client(argv[0], c);
        for (int i = 0; i < atoi(argv[1]); i++) {
            char name[16];
            snprintf(name, sizeof name, "f%06d", i);
            fill_file(dir, name, BLOCK);
        }
        close(dir);
    }
    return 0;
}

/* fill_large DIRECTORY MEGABYTES CLIENTS */
int fill_large(int argc, char **argv) {
    for (int c = 0; argc == 3 && c < atoi(argv[2]); c++) {
        int dir = open_client(argv[0], c);
        fill_file(dir, "large", atol(argv[1]) * MEGABYTE);
        close(dir);
    }
    return 0;
}

static void remove_entry(int dir, const char *name, unsigned char type, void *with) {
    (void)with;
    (void)type;
    if (unlinkat(dir, name, 0))
        die(name);
}

/* clear DIRECTORY CLIENTS: whatever a failed phase has left. */
int clear(int argc, char **argv) {
    for (int c = 0; argc == 2 && c < atoi(argv[1]); c++) {
        int dir = open_client(argv[0], c);
        each_entry(dir, remove_entry, NULL);
        close(dir);
    }
    return 0;
}

static void make_directory(int dir, const char *name) {
    if (mkdirat(dir, name, 0755))
        die(name);
}

static void make_empty_file(int dir, const char *name) { fill_file(dir, name, 0); }

/* DIRECTORY ENTRIES: so many, 100 in each of the directories d0, d1, … */
static int fill_tree(int argc, char **argv, const char *prefix, void (*make)(int dir, const char *name)) {
    char name[16];
    int top = argc == 2 ? open(argv[0], O_RDONLY | O_DIRECTORY) : -1, below = -1;
    if (top < 0)
        die("tree");
    for (int i = 0; i < atoi(argv[1]); i++) {
        if (i % IN_A_DIRECTORY == 0) {
            close(below);
            snprintf(name, sizeof name, "d%d", i / IN_A_DIRECTORY);
            if (mkdirat(top, name, 0755) || (below = openat(top, name, O_RDONLY | O_DIRECTORY)) < 0)
                die(name);
        }
        snprintf(name, sizeof name, "%s%d", prefix, i % IN_A_DIRECTORY);
        make(below, name);
    }
    return 0;
}

/* tree DIRECTORY FILES: empty files. */
int tree(int argc, char **argv) { return fill_tree(argc, argv, "f", make_empty_file); }

/* directories DIRECTORY DIRECTORIES: empty directories. */
int directories(int argc, char **argv) { return fill_tree(argc, argv, "e", make_directory); }

/* warm DIRECTORY CLIENTS: reads the large files, so that the kernel has their pages. */
int warm(int argc, char **argv) {
    static char buffer[MEGABYTE];
    for (int c = 0; argc == 2 && c < atoi(argv[1]); c++) {
        int dir = open_client(argv[0], c), fd = openat(dir, "large", O_RDONLY);
        if (fd < 0)
            die("large");
        while (read(fd, buffer, sizeof buffer) > 0)
            ;
        close(fd);
        close(dir);
    }
    return 0;
}
