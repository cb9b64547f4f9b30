/* The benchmark's client: see client.c. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stddef.h>

/* One process at work in its own directory; what the parent wants to know of it lies in memory that both share. */
struct client {
    int number;       /* 0 to clients - 1 */
    int clients;
    int files;        /* how many there are to work on */
    long megabytes;   /* of the large file */
    int dir;          /* its directory, or the one given for phases that all clients share */
    int daemon;       /* its process id, 0 if there is none */
    struct result *result;
};

struct result {
    int error;            /* errno of the first failure, 0 if there was none */
    char failed[64];      /* the call that failed */
    uint64_t began, ended;
    uint64_t bytes;       /* moved, for phases that count in bytes */
    uint64_t count;       /* steps done */
    uint64_t capacity;    /* of took */
    uint32_t took[];      /* nanoseconds of each step */
};

struct phase {
    const char *name;
    void (*prepare)(struct client *); /* not timed; may be NULL */
    void (*run)(struct client *);
    uint64_t (*steps)(const struct client *); /* an upper bound */
    int shared;       /* works below the given directory itself, not in the client's own */
};

extern const struct phase FILE_PHASES[], DATA_PHASES[], TREE_PHASES[];

uint64_t now(void);

/* Ends the process with errno kept for the parent. */
void fail(struct client *c, const char *call) __attribute__((noreturn));

/* A step has ended that began at the given time. */
void step(struct client *c, uint64_t began);

/* Other things that the program does than timed phases; each is a main of its own with its arguments. */
int first_answer(int argc, char **argv);
int hold(int argc, char **argv);
int link_cost(int argc, char **argv);
int fill(int argc, char **argv);
int fill_large(int argc, char **argv);
int clear(int argc, char **argv);
int tree(int argc, char **argv);
int directories(int argc, char **argv);
int warm(int argc, char **argv);

/* Calls a function for each name in an open directory but "." and "..", in the order of the directory. */
void each_entry(int dir, void (*visit)(int dir, const char *name, unsigned char type, void *with), void *with);
