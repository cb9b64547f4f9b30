/*
 * The client of the benchmark: works on files below a directory in one or more processes, and prints how long it took.
 * A program in C, so that it takes as little processor time from the daemon as a program can.
 *
 *   client PHASE DIRECTORY FILES CLIENTS MEGABYTES DAEMON
 *
 * prints one line: steps, bytes, seconds from the first client's begin to the last one's end, seconds of processor time of
 * the process DAEMON meanwhile, then the percentiles 50, 90, 99, 99.9 and 100 of the time of a step in nanoseconds. After a
 * failure: "error", the errno and the call; exit code 3.
 */
#include "client.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { FAILED = 3, USAGE = 2 };

uint64_t now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

void fail(struct client *c, const char *call) {
    c->result->error = errno;
    strncpy(c->result->failed, call, sizeof c->result->failed - 1);
    _exit(FAILED);
}

void step(struct client *c, uint64_t began) {
    struct result *r = c->result;
    uint64_t took = now() - began;
    if (r->count < r->capacity)
        r->took[r->count++] = took > UINT32_MAX ? UINT32_MAX : (uint32_t)took;
}

static const struct phase *phase_of(const char *name) {
    const struct phase *tables[] = {FILE_PHASES, DATA_PHASES, TREE_PHASES};
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (const struct phase *p = tables[t]; p->name; p++)
            if (!strcmp(p->name, name))
                return p;
    return NULL;
}

static int own_directory(const char *parent, int number) {
    char name[16];
    int dir = open(parent, O_RDONLY | O_DIRECTORY);
    if (dir < 0)
        return -1;
    snprintf(name, sizeof name, "c%d", number);
    if (mkdirat(dir, name, 0755) && errno != EEXIST)
        return -1;
    return openat(dir, name, O_RDONLY | O_DIRECTORY);
}

static void child(struct client *c, const struct phase *p, const char *directory, int ready, int go) {
    char byte = 0;
    c->dir = p->shared ? open(directory, O_RDONLY | O_DIRECTORY) : own_directory(directory, c->number);
    if (c->dir < 0)
        fail(c, "open of the directory");
    if (p->prepare)
        p->prepare(c);
    c->result->count = 0;
    if (write(ready, &byte, 1) != 1)
        fail(c, "write to the parent");
    close(ready);
    if (read(go, &byte, 1) != 0)
        fail(c, "read from the parent");
    c->result->began = now();
    p->run(c);
    c->result->ended = now();
    _exit(0);
}

static int ascending(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static uint32_t quantile(const uint32_t *sorted, uint64_t count, double q) {
    uint64_t rank = (uint64_t)(q * count + 0.999999);
    return count == 0 ? 0 : sorted[rank == 0 ? 0 : rank - 1];
}

static double processor_time(pid_t process) {
    clockid_t clock;
    struct timespec t;
    if (process == 0 || clock_getcpuclockid(process, &clock) || clock_gettime(clock, &t))
        return 0;
    return t.tv_sec + t.tv_nsec / 1e9;
}

static int report(struct result **results, int clients, double daemon) {
    uint64_t began = UINT64_MAX, ended = 0, count = 0, bytes = 0, at = 0;
    for (int i = 0; i < clients; i++) {
        struct result *r = results[i];
        if (r->error) {
            printf("error %d %s\n", r->error, r->failed);
            return FAILED;
        }
        began = r->began < began ? r->began : began;
        ended = r->ended > ended ? r->ended : ended;
        count += r->count;
        bytes += r->bytes;
    }
    uint32_t *all = malloc((count + 1) * sizeof *all);
    if (!all)
        return FAILED;
    for (int i = 0; i < clients; at += results[i++]->count)
        memcpy(all + at, results[i]->took, results[i]->count * sizeof *all);
    qsort(all, count, sizeof *all, ascending);
    printf("%lu %lu %.9f %.9f %u %u %u %u %u\n", (unsigned long)count, (unsigned long)bytes, (ended - began) / 1e9,
           daemon, quantile(all, count, 0.5), quantile(all, count, 0.9), quantile(all, count, 0.99), quantile(all, count, 0.999),
           quantile(all, count, 1));
    free(all);
    return 0;
}

static int timed(const struct phase *p, const char *directory, struct client base) {
    struct result *results[base.clients];
    int ready[2], go[2], status, ended_badly = 0;
    if (pipe2(ready, O_CLOEXEC) || pipe2(go, O_CLOEXEC)) {
        perror("pipe");
        return USAGE;
    }
    for (int i = 0; i < base.clients; i++) {
        struct client c = base;
        c.number = i;
        uint64_t capacity = p->steps(&c);
        void *memory = mmap(NULL, sizeof(struct result) + capacity * sizeof(uint32_t), PROT_READ | PROT_WRITE,
                            MAP_SHARED | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
        if (memory == MAP_FAILED) {
            perror("mmap");
            return USAGE;
        }
        results[i] = c.result = memory;
        c.result->capacity = capacity;
        if (fork() == 0) {
            close(ready[0]);
            close(go[1]);
            child(&c, p, directory, ready[1], go[0]);
        }
    }
    close(ready[1]);
    close(go[0]);
    char bytes[base.clients];
    for (int got = 0, n = 1; got < base.clients && n > 0; got += n)
        n = read(ready[0], bytes, sizeof bytes); /* ends early when a child has failed */
    double before = processor_time(base.daemon);
    close(go[1]);
    while (wait(&status) > 0)
        ended_badly |= status;
    int exit = report(results, base.clients, processor_time(base.daemon) - before);
    if (exit == 0 && ended_badly) {
        printf("error 0 a client was killed\n");
        return FAILED;
    }
    return exit;
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        int (*main)(int, char **);
    } others[] = {{"first_answer", first_answer}, {"hold", hold}, {"link_cost", link_cost}, {"fill", fill},
                  {"fill_large", fill_large}, {"clear", clear}, {"tree", tree}, {"directories", directories},
                  {"warm", warm}};
    for (size_t i = 0; argc > 1 && i < sizeof others / sizeof *others; i++)
        if (!strcmp(argv[1], others[i].name))
            return others[i].main(argc - 2, argv + 2);
    const struct phase *p = argc == 7 ? phase_of(argv[1]) : NULL;
    struct client base = {0};
    if (p) {
        base.files = atoi(argv[3]);
        base.clients = atoi(argv[4]);
        base.megabytes = atol(argv[5]);
        base.daemon = atoi(argv[6]);
    }
    if (!p || base.files < 1 || base.clients < 1 || base.megabytes < 1) {
        fprintf(stderr, "usage: client PHASE DIRECTORY FILES CLIENTS MEGABYTES DAEMON\n");
        return USAGE;
    }
    return timed(p, argv[2], base);
}
