package org.holdfast.bench;

/**
 * How the client and the daemon meet.
 *
 * @param fs what the source lies on
 * @param clients processes that work at once, each in a directory of its own
 * @param pinned whether all of them and the daemon share one processor; else the scheduler places them
 */
public record Setting(Backing fs, int clients, boolean pinned) {
    /** For headings. */
    public String title() {
        return fs.word() + ", " + clients + (clients == 1 ? " client" : " clients") + (pinned ? ", pinned" : "");
    }
}
