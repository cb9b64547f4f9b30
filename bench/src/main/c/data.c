/* Phases on one large file of each client's own, "large". */
#include "client.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 4096, MEGABYTE = 1 << 20 };

static uint64_t megabytes(const struct client *c) { return c->megabytes; }
static uint64_t files(const struct client *c) { return c->files; }

static char *aligned(struct client *c, size_t size) {
    void *memory;
    if (posix_memalign(&memory, BLOCK, size))
        fail(c, "posix_memalign");
    for (size_t i = 0; i < size; i++)
        ((char *)memory)[i] = (char)i;
    return memory;
}

static void write_large(struct client *c) {
    char *buffer = aligned(c, MEGABYTE);
    int fd = openat(c->dir, "large", O_CREAT | O_TRUNC | O_WRONLY, 0644);
    if (fd < 0)
        fail(c, "open of the large file");
    for (long i = 0; i < c->megabytes; i++) {
        uint64_t t = now();
        if (write(fd, buffer, MEGABYTE) != MEGABYTE)
            fail(c, "write of 1 MiB");
        step(c, t);
        c->result->bytes += MEGABYTE;
    }
    if (close(fd))
        fail(c, "close of the large file");
}

static void read_large(struct client *c) {
    char *buffer = aligned(c, MEGABYTE);
    int fd = openat(c->dir, "large", O_RDONLY);
    if (fd < 0)
        fail(c, "open of the large file");
    for (long i = 0; i < c->megabytes; i++) {
        uint64_t t = now();
        if (read(fd, buffer, MEGABYTE) != MEGABYTE)
            fail(c, "read of 1 MiB");
        step(c, t);
        c->result->bytes += MEGABYTE;
    }
    close(fd);
}

/* Blocks in an order that is the same for everybody. */
static void random_blocks(struct client *c, int flags) {
    char *buffer = aligned(c, BLOCK);
    uint64_t blocks = c->megabytes * (MEGABYTE / BLOCK), x = 0x9e3779b97f4a7c15ull + c->number;
    int fd = openat(c->dir, "large", flags);
    if (fd < 0)
        fail(c, "open of the large file");
    for (int i = 0; i < c->files; i++) {
        x ^= x << 13; /* xorshift */
        x ^= x >> 7;
        x ^= x << 17;
        off_t at = x % blocks * BLOCK;
        uint64_t t = now();
        ssize_t moved = flags & O_WRONLY ? pwrite(fd, buffer, BLOCK, at) : pread(fd, buffer, BLOCK, at);
        if (moved != BLOCK)
            fail(c, flags & O_WRONLY ? "write of a block" : "read of a block");
        step(c, t);
        c->result->bytes += BLOCK;
    }
    close(fd);
}

static void read_random(struct client *c) { random_blocks(c, O_RDONLY); }
static void write_random(struct client *c) { random_blocks(c, O_WRONLY); }
static void read_direct(struct client *c) { random_blocks(c, O_RDONLY | O_DIRECT); }
static void write_direct(struct client *c) { random_blocks(c, O_WRONLY | O_DIRECT); }

const struct phase DATA_PHASES[] = {
    {"seq_write", NULL, write_large, megabytes, 0},
    {"seq_read_cold", NULL, read_large, megabytes, 0},
    {"seq_read_warm", NULL, read_large, megabytes, 0},
    {"rand_read4k", NULL, read_random, files, 0},
    {"rand_write4k", NULL, write_random, files, 0},
    {"rand_read4k_direct", NULL, read_direct, files, 0},
    {"rand_write4k_direct", NULL, write_direct, files, 0},
    {0},
};
