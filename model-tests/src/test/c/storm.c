/*
 * storm DIR NAMES SECONDS SEED KIND: creates, renames, exchanges, links, unlinks, opens, stats and lists the same few names
 * n0 … in DIR and in its subdirectories d0, d1, as fast as it can, together with other storms.
 * Every file that is created holds its own id, "<pid>.<count>\n", written once; so whoever reads a file must find a whole id
 * or, while it is being made, nothing. Prints one line "<operation> <errno name or ok> <count>" for each outcome there was,
 * and "wrong <text>" for what can never be: a torn id, a link count of 0 by name, a change of kind.
 * KIND: "client" or "host"; it is only part of the ids.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { CREATE, OPEN, STAT, RENAME, NOREPLACE, EXCHANGE, LINK, UNLINK, LIST, CHMOD, SYMLINK, HOLD, KINDS };
static const char *kinds[] = {"create", "open", "stat", "rename", "noreplace", "exchange", "link", "unlink", "list", "chmod",
    "symlink", "hold"};
static long outcomes[KINDS][256];

static uint64_t state;
static unsigned next(unsigned bound) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return (state >> 11) % bound;
}

static int names;
static void pick(char *path) {
    unsigned where = next(4), which = next(names);
    if (where == 0) sprintf(path, "d%u/n%u", next(2), which);
    else sprintf(path, "n%u", which);
}

static int count(int op, long result) {
    outcomes[op][result < 0 ? errno & 255 : 0]++;
    return result >= 0;
}

static void check_id(int fd, const char *path) {
    char text[64] = "";
    ssize_t n = pread(fd, text, sizeof text - 1, 0);
    if (n < 0) printf("wrong read of %s: %s\n", path, strerrorname_np(errno));
    else if (n > 0 && (text[n - 1] != '\n' || memchr(text, '.', n) == NULL || memchr(text, '\n', n - 1)))
        printf("wrong content of %s: %s\n", path, text);
}

/* Files that stay open while their names come and go; each must keep its id. */
static struct {
    int fd;
    char id[64];
} held[8];

static void hold(int fd, const char *id) {
    int i = next(8);
    if (held[i].fd > 0) {
        char text[64] = "";
        ssize_t n = pread(held[i].fd, text, sizeof text - 1, 0);
        count(HOLD, n);
        if (n >= 0 && strcmp(text, held[i].id)) printf("wrong content of an open file: %s, not %s\n", text, held[i].id);
        struct stat st;
        if (fstat(held[i].fd, &st)) printf("wrong fstat of an open file: %s\n", strerrorname_np(errno));
        close(held[i].fd);
    }
    held[i].fd = fd;
    strcpy(held[i].id, id);
}

static void list(void) {
    DIR *dir = opendir(next(3) ? "." : next(2) ? "d0" : "d1");
    int seen[1024] = {0};
    if (!count(LIST, dir ? 0 : -1)) return;
    struct dirent *e;
    while ((errno = 0, e = readdir(dir)))
        if (e->d_name[0] == 'n' && seen[atoi(e->d_name + 1) & 1023]++ > 1) printf("wrong listing: %s more than twice\n", e->d_name);
    if (errno) count(LIST, -1);
    closedir(dir);
}

int main(int argc, char **argv) {
    if (argc != 6 || chdir(argv[1])) {
        fprintf(stderr, "storm DIR NAMES SECONDS SEED KIND: %s\n", strerror(errno));
        return 2;
    }
    names = atoi(argv[2]);
    time_t end = time(NULL) + atoi(argv[3]);
    state = strtoull(argv[4], NULL, 10) * 0x9e3779b97f4a7c15ULL + 1;
    mkdir("d0", 0755);
    mkdir("d1", 0755);
    char a[64], b[64], id[64];
    long made = 0;
    while (time(NULL) < end) {
        pick(a);
        pick(b);
        struct stat st;
        int op = next(KINDS - 1), fd;
        switch (op) {
            case CREATE:
                fd = open(a, O_CREAT | O_EXCL | O_RDWR, 0644);
                if (!count(op, fd)) break;
                sprintf(id, "%s%d.%ld\n", argv[5], getpid(), made++);
                if (write(fd, id, strlen(id)) != (ssize_t)strlen(id)) printf("wrong write: %s\n", strerrorname_np(errno));
                hold(fd, id);
                break;
            case OPEN:
                fd = open(a, O_RDONLY | O_NOFOLLOW);
                if (!count(op, fd)) break;
                check_id(fd, a);
                close(fd);
                break;
            case STAT:
                if (!count(op, lstat(a, &st))) break;
                if (!S_ISREG(st.st_mode) && !S_ISLNK(st.st_mode)) printf("wrong kind of %s: %o\n", a, st.st_mode);
                break;
            case RENAME: count(op, rename(a, b)); break;
            case NOREPLACE: count(op, renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_NOREPLACE)); break;
            case EXCHANGE: count(op, renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE)); break;
            case LINK: count(op, link(a, b)); break;
            case UNLINK: count(op, unlink(a)); break;
            case LIST: list(); break;
            case CHMOD: count(op, fchmodat(AT_FDCWD, a, next(2) ? 0644 : 0600, 0)); break;
            case SYMLINK: if (next(8) == 0) count(op, symlink("nowhere", a)); break;
        }
    }
    for (int op = 0; op < KINDS; op++)
        for (int error = 0; error < 256; error++)
            if (outcomes[op][error]) printf("%s %s %ld\n", kinds[op], error ? strerrorname_np(error) : "ok", outcomes[op][error]);
    return 0;
}
