/* What concerns a daemon's life: how soon it answers, and what it keeps for what the kernel remembers. */
#include "client.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TRIES = 60000, PAUSE_MICROSECONDS = 500 };

/*
 * first_answer MOUNTPOINT NAME COMMAND...: starts a daemon and prints the seconds until a stat of NAME at the mount point
 * succeeds; then unmounts and waits for the daemon's end.
 */
int first_answer(int argc, char **argv) {
    char path[4096];
    struct stat s;
    int status = 0, answered = 0;
    if (argc < 3)
        return 2;
    snprintf(path, sizeof path, "%s/%s", argv[0], argv[1]);
    uint64_t began = now();
    pid_t daemon = fork();
    if (daemon == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    for (int i = 0; i < TRIES && waitpid(daemon, &status, WNOHANG) == 0; i++) {
        if (!stat(path, &s)) {
            answered = 1;
            break;
        }
        usleep(PAUSE_MICROSECONDS);
    }
    uint64_t ended = now();
    if (!answered) {
        fprintf(stderr, "%s has not answered\n", argv[2]);
        kill(daemon, SIGKILL);
        return 3;
    }
    printf("%.6f\n", (ended - began) / 1e9);
    if (umount2(argv[0], 0)) {
        perror("umount");
        kill(daemon, SIGTERM);
    }
    waitpid(daemon, &status, 0);
    return 0;
}

struct watched {
    int notify, files, error;
    long limit;
};

static void watch_below(int dir, const char *name, unsigned char type, void *with) {
    struct watched *w = with;
    char path[4096];
    if (w->error || w->files >= w->limit)
        return;
    if (type == DT_DIR) {
        int below = openat(dir, name, O_RDONLY | O_DIRECTORY);
        if (below < 0)
            w->error = errno;
        else
            each_entry(below, watch_below, w);
        close(below);
        return;
    }
    snprintf(path, sizeof path, "/proc/self/fd/%d/%s", dir, name);
    if (inotify_add_watch(w->notify, path, IN_DELETE_SELF) < 0)
        w->error = errno;
    else
        w->files++;
}

/*
 * hold DIRECTORY FILES: puts a watch on each file of a tree, which makes the kernel remember its inode whatever else is
 * dropped, prints how many it has come to and the errno that ended it, and keeps them until its input ends.
 */
int hold(int argc, char **argv) {
    struct watched w = {inotify_init1(IN_CLOEXEC), 0, 0, argc == 2 ? atol(argv[1]) : 0};
    int dir = argc == 2 ? open(argv[0], O_RDONLY | O_DIRECTORY) : -1;
    if (dir < 0 || w.notify < 0) {
        perror("hold");
        return 2;
    }
    each_entry(dir, watch_below, &w);
    printf("%d %d\n", w.files, w.error);
    fflush(stdout);
    while (getchar() != EOF)
        ;
    return 0;
}
