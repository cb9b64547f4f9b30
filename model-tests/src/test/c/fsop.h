/* What the parts of fsop share: see fsop.c for what the program does. */
#ifndef FSOP_H
#define FSOP_H

#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_ARGS 64

/* One argument: bytes and their number, since data may hold NUL; always NUL-terminated as well. */
struct arg {
    char *s;
    size_t len;
};

/* An operation gets its arguments (argv[0] is its name) and prints its result through one of the say functions. */
typedef void (*op_fn)(int argc, struct arg *argv);

struct op {
    const char *name;
    int min_args;
    op_fn run;
};

/* Whether ROOT is a mount: what the host changes shows after the cache's time. */
extern int mounted;
extern int ignore_d_ino;

extern const struct op name_ops[], file_ops[], attr_ops[], dir_ops[], proc_ops[], tree_ops[];

void say(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* "ok", or the name of errno when result is negative. */
void say_result(long result);
/* The number, or the name of errno when it is negative. */
void say_number(long result);
/* Bytes, non-printing ones as \xNN. */
void say_bytes(const char *bytes, size_t length);
const char *errno_name(int number);

long number(struct arg *a);
unsigned octal(struct arg *a);
/* "a|b|c" or a number, by the given table. */
struct flag {
    const char *name;
    long value;
};
long flags(struct arg *a, const struct flag *table);
void describe(const struct stat *st);
void say_time(const char *name, struct timespec t);

/* Named handles: descriptors that stay open between operations. */
int handle(struct arg *name);
void remember(struct arg *name, int fd);
int forget(struct arg *name);

#endif
