package org.holdfast.verify;

import java.util.Locale;

/**
 * One step of a run, as {@code tla/Trace.tla} takes it: an action with whatever of these it needs.
 *
 * @param line the line of the trace that it is for
 * @param action its name
 * @param r the request
 * @param n the node
 * @param m the mount, or of a Forget how many lookups
 * @param dir the directory of a name
 * @param name the name
 * @param toDir the directory to which it is moved
 * @param number a count, an object or an inode number
 * @param word a kind or a cause
 * @param whether what the event says yes or no to
 */
record TlcStep(
        long line,
        String action,
        int r,
        int n,
        int m,
        int dir,
        int name,
        int toDir,
        int number,
        String word,
        boolean whether) {

    /** A step of the host on the name of an object. */
    static TlcStep host(long line, String action, int dir, int name, int toDir, String kind) {
        return new TlcStep(line, action, 0, 0, 0, dir, name, toDir, name, kind, false);
    }

    /** A step on a request or a node. */
    static TlcStep of(long line, String action, int r, int n) {
        return new TlcStep(line, action, r, n, 0, 0, 0, 0, 0, "", false);
    }

    TlcStep mount(int number) {
        return new TlcStep(line, action, r, n, number, dir, name, toDir, this.number, word, whether);
    }

    TlcStep number(long count) {
        return new TlcStep(line, action, r, n, m, dir, name, toDir, (int) count, word, whether);
    }

    TlcStep name(int of) {
        return new TlcStep(line, action, r, n, m, dir, of, toDir, number, word, whether);
    }

    TlcStep word(String what) {
        return new TlcStep(line, action, r, n, m, dir, name, toDir, number, what, whether);
    }

    TlcStep whether(boolean yes) {
        return new TlcStep(line, action, r, n, m, dir, name, toDir, number, word, yes);
    }

    /** As TLA+ writes it. */
    String text() {
        return String.format(
                Locale.ROOT,
                "[action |-> \"%s\", r |-> %d, n |-> %d, m |-> %d, dir |-> %d, name |-> %d, toDir |-> %d,"
                        + " number |-> %d, word |-> \"%s\", whether |-> %s]",
                action,
                r,
                n,
                m,
                dir,
                name,
                toDir,
                number,
                word,
                whether ? "TRUE" : "FALSE");
    }
}
