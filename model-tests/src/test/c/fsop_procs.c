/* Operations about the process: who it is, other programs, waiting, both ends of a FIFO. */
#include "fsop.h"
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

static uid_t user;
static gid_t group;
static gid_t groups[32];
static size_t group_count;

/* user UID GID [GID,…]: effective ids and supplementary groups from here on; capabilities go when UID is not 0. */
static void op_user(int n, struct arg *a) {
    if (seteuid(0)) abort();
    user = number(&a[1]);
    group = number(&a[2]);
    group_count = 0;
    if (n > 3)
        for (char *rest = a[3].s, *word; (word = strsep(&rest, ",")) && group_count < 32;)
            groups[group_count++] = strtoul(word, NULL, 10);
    if (setgroups(group_count, groups) || setegid(group) || seteuid(user)) say_result(-1);
    else say("ok");
}

static void op_umask(int n, struct arg *a) { umask(octal(&a[1])), say("ok"); }

static void op_sleep(int n, struct arg *a) {
    long ms = number(&a[1]);
    struct timespec t = {ms / 1000, ms % 1000 * 1000000};
    nanosleep(&t, NULL);
    say("ok");
}

/* Waits until a mount has to ask again about what the host may have changed. */
static void op_settle(int n, struct arg *a) {
    struct timespec t = {1, 100000000};
    if (mounted) nanosleep(&t, NULL);
    say("ok");
}

static void op_drop(int n, struct arg *a) {
    if (seteuid(0)) abort();
    int fd = open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC);
    say_result(fd < 0 || write(fd, "2", 1) != 1 ? -1 : 0);
    close(fd);
    if (seteuid(user)) abort();
}

static ssize_t read_all(int fd, char *buffer, size_t room) {
    size_t n = 0;
    for (ssize_t got; n < room && (got = read(fd, buffer + n, room - n)) > 0; n += got) {}
    return n;
}

/* run COMMAND: by sh, as the present user; prints its exit status and its output. */
static void op_run(int n, struct arg *a) {
    int out[2];
    if (pipe2(out, O_CLOEXEC)) abort();
    pid_t child = fork();
    if (child == 0) {
        if (user && (seteuid(0) || setresgid(group, group, group) || setresuid(user, user, user))) _exit(126);
        dup2(out[1], 1);
        dup2(out[1], 2);
        execl("/bin/sh", "sh", "-c", a[1].s, NULL);
        _exit(127);
    }
    close(out[1]);
    static char output[65536];
    ssize_t length = read_all(out[0], output, sizeof output);
    close(out[0]);
    int status;
    waitpid(child, &status, 0);
    while (length && output[length - 1] == '\n') length--;
    say("%d ", WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status));
    say_bytes(output, length);
}

/* fifo NAME TEXT: one process writes TEXT into the FIFO, this one reads it; both open it by its name. */
static void op_fifo(int n, struct arg *a) {
    pid_t child = fork();
    if (child == 0) {
        alarm(10);
        int fd = open(a[1].s, O_WRONLY);
        _exit(fd < 0 || write(fd, a[2].s, a[2].len) != (ssize_t)a[2].len);
    }
    static char buffer[4096];
    int fd = open(a[1].s, O_RDONLY | O_NONBLOCK | O_CLOEXEC), status;
    struct pollfd wait = {fd, POLLIN, 0};
    if (fd < 0) say_result(-1);
    else if (poll(&wait, 1, 10000) != 1) say("nothing came");
    else say_bytes(buffer, read_all(fd, buffer, sizeof buffer));
    if (fd >= 0) close(fd);
    if (fd < 0) kill(child, SIGKILL);
    waitpid(child, &status, 0);
    if (status) say(" writer %x", status);
}

const struct op proc_ops[] = {{"user", 2, op_user}, {"umask", 1, op_umask}, {"sleep", 1, op_sleep}, {"drop", 0, op_drop},
    {"settle", 0, op_settle},
    {"run", 1, op_run}, {"fifo", 2, op_fifo}, {NULL, 0, NULL}};
