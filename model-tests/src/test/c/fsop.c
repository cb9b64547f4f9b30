/*
 * fsop ROOT HOST: reads a script from standard input, one operation a line, performs each relative to ROOT and prints one
 * line a result: "<line number> <operation> => <value or errno name>". The same script on two directories of which one is
 * a mount of the other must print the same lines. It prints no inode numbers and no present times: operations compare
 * such values and print what the comparison says.
 *
 * Words of a line: separated by spaces; \xNN is a byte, \s a space, {text*N} text N times, "-" as a name of nothing is ".".
 * Prefixes of a line:
 *   host OP …           the operation is done below HOST, as the host would behind the daemon's back
 *   differs RESULT | OP …   at a mount the result is RESULT (a reason must stand above it): the line then prints RESULT in
 *                       both places when it is as named, so that the comparison holds
 * Options: -m ROOT is a mount; -d drop the kernel's caches before every operation; -i do not compare d_ino with st_ino, for a
 * bare file system whose own are not equal.
 */
#include "fsop.h"

static char result[1 << 20];
static size_t result_length;

void say(const char *format, ...) {
    va_list list;
    va_start(list, format);
    int n = vsnprintf(result + result_length, sizeof result - result_length, format, list);
    va_end(list);
    result_length += n;
    if (result_length >= sizeof result) result_length = sizeof result - 1;
}

const char *errno_name(int n) {
    const char *name = strerrorname_np(n);
    return name ? name : "EUNKNOWN";
}

void say_result(long r) { say("%s", r < 0 ? errno_name(errno) : "ok"); }

void say_number(long r) {
    if (r < 0) say("%s", errno_name(errno));
    else say("%ld", r);
}

void say_bytes(const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        unsigned char c = bytes[i];
        size_t run = 1;
        while (i + run < length && bytes[i + run] == bytes[i]) run++;
        char text[8];
        if (c > ' ' && c < 127 && c != '\\') snprintf(text, sizeof text, "%c", c);
        else snprintf(text, sizeof text, "\\x%02x", c);
        if (run > 8) say("{%s*%zu}", text, run), i += run - 1;
        else say("%s", text);
    }
}

static void broken(const char *what, const char *word) {
    fprintf(stderr, "fsop: %s: %s\n", what, word);
    exit(2);
}

long number(struct arg *a) {
    char *end;
    long n = strtol(a->s, &end, 0);
    if (*end) broken("not a number", a->s);
    return n;
}

unsigned octal(struct arg *a) {
    char *end;
    unsigned n = strtoul(a->s, &end, 8);
    if (*end) broken("not octal", a->s);
    return n;
}

long flags(struct arg *a, const struct flag *table) {
    if (strcmp(a->s, "0") == 0) return 0;
    long value = 0;
    char *copy = strdup(a->s), *rest = copy, *word;
    while ((word = strsep(&rest, "|"))) {
        const struct flag *f = table;
        while (f->name && strcmp(f->name, word)) f++;
        if (!f->name) broken("unknown flag", word);
        value |= f->value;
    }
    free(copy);
    return value;
}

static struct {
    char *name;
    int fd;
} handles[256];

int handle(struct arg *name) {
    for (int i = 0; i < 256; i++)
        if (handles[i].name && strcmp(handles[i].name, name->s) == 0) return handles[i].fd;
    return -1;
}

void remember(struct arg *name, int fd) {
    if (fd < 0) return;
    for (int i = 0; i < 256; i++)
        if (!handles[i].name) {
            handles[i].name = strdup(name->s);
            handles[i].fd = fd;
            return;
        }
    broken("too many handles", name->s);
}

int forget(struct arg *name) {
    for (int i = 0; i < 256; i++)
        if (handles[i].name && strcmp(handles[i].name, name->s) == 0) {
            free(handles[i].name);
            handles[i].name = NULL;
            return handles[i].fd;
        }
    return -1;
}

/* Expands one word into bytes: \xNN, \s, \n, \\ and {text*N}. */
static struct arg expand(const char *word, size_t length) {
    size_t room = 1 << 16, n = 0;
    char *out = malloc(room);
    for (size_t i = 0; i < length; i++) {
        if (n + 2 >= room) out = realloc(out, room *= 2);
        if (word[i] == '\\' && i + 1 < length) {
            char c = word[++i];
            if (c == 'x') {
                char hex[3] = {word[i + 1], word[i + 2], 0};
                out[n++] = strtoul(hex, NULL, 16);
                i += 2;
            } else out[n++] = c == 's' ? ' ' : c == 'n' ? '\n' : c;
        } else if (word[i] == '{') {
            const char *star = memchr(word + i, '*', length - i), *close = memchr(word + i, '}', length - i);
            if (!star || !close || star > close) broken("{text*N} expected", word);
            struct arg inner = expand(word + i + 1, star - word - i - 1);
            size_t times = strtoul(star + 1, NULL, 10);
            while (n + inner.len * times + 2 >= room) out = realloc(out, room *= 2);
            for (size_t k = 0; k < times; k++, n += inner.len) memcpy(out + n, inner.s, inner.len);
            free(inner.s);
            i = close - word;
        } else out[n++] = word[i];
    }
    out[n] = 0;
    return (struct arg){out, n};
}

static const struct op *find(const char *name) {
    const struct op *tables[] = {name_ops, file_ops, attr_ops, dir_ops, proc_ops, tree_ops};
    for (size_t t = 0; t < sizeof tables / sizeof *tables; t++)
        for (const struct op *op = tables[t]; op->name; op++)
            if (strcmp(op->name, name) == 0) return op;
    broken("unknown operation", name);
    return NULL;
}

static void drop_caches(void) {
    int fd = open("/proc/sys/vm/drop_caches", O_WRONLY);
    if (fd < 0 || write(fd, "2", 1) != 1) broken("cannot drop caches", strerror(errno));
    close(fd);
}

int mounted, ignore_d_ino;
static int root, host, drop_always;

static void perform(int line, char *text) {
    char *shown = strdup(text), *expected = NULL;
    if (strncmp(text, "differs ", 8) == 0) {
        char *bar = strstr(text, " | ");
        if (!bar) broken("differs RESULT | OP expected", text);
        *bar = 0;
        expected = text + 8;
        text = bar + 3;
    }
    struct arg argv[MAX_ARGS];
    int argc = 0, on_host = 0;
    if (strncmp(text, "host ", 5) == 0) on_host = 1, text += 5;
    char *rest = text, *word;
    if (strncmp(text, "run ", 4) == 0) { /* the rest of the line is one shell command */
        argv[argc++] = expand("run", 3);
        argv[argc++] = (struct arg){strdup(text + 4), strlen(text + 4)};
    } else {
        while ((word = strsep(&rest, " ")))
            if (*word && argc < MAX_ARGS) argv[argc++] = expand(word, strlen(word));
    }
    const struct op *op = find(argv[0].s);
    if (argc - 1 < op->min_args) broken("arguments missing", shown);
    if (drop_always && geteuid() == 0) drop_caches();
    if (fchdir(on_host ? host : root)) broken("chdir", strerror(errno));
    result_length = 0;
    result[0] = 0;
    op->run(argc, argv);
    if (fchdir(root)) broken("chdir", strerror(errno));
    if (expected && (!mounted || strcmp(result, expected) == 0)) printf("%d %s => as named\n", line, shown);
    else printf("%d %s => %s\n", line, shown, result);
    fflush(stdout);
    for (int i = 0; i < argc; i++) free(argv[i].s);
    free(shown);
}

int main(int argc, char **argv) {
    int c;
    while ((c = getopt(argc, argv, "mdi")) != -1) {
        if (c == 'm') mounted = 1;
        else if (c == 'd') drop_always = 1;
        else if (c == 'i') ignore_d_ino = 1;
        else broken("usage", "fsop [-m] [-d] [-i] ROOT HOST < script");
    }
    if (argc - optind != 2) broken("usage", "fsop [-m] [-d] [-i] ROOT HOST < script");
    root = open(argv[optind], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    host = open(argv[optind + 1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0 || host < 0) broken("cannot open the directories", strerror(errno));
    umask(0);
    char *text = NULL;
    size_t room = 0;
    ssize_t length;
    for (int line = 1; (length = getline(&text, &room, stdin)) >= 0; line++) {
        while (length && (text[length - 1] == '\n' || text[length - 1] == ' ')) text[--length] = 0;
        if (length && text[0] != '#') {
            char *copy = strdup(text);
            perform(line, copy);
            free(copy);
        }
    }
    return 0;
}
