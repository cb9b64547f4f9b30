package org.holdfast.node;

import org.holdfast.node.TinyHost.Attributes;
import org.holdfast.trace.Tracer;

/**
 * What {@link Nodes}, {@link Resolver} and {@link Release} do with the table, on a {@link TinyHost}: the same steps in
 * the same order, without native memory. A pin has an fd or the work link, and must reach its file; a link count or
 * change time that shows a work link is an IllegalStateException.
 */
final class TinyDaemon {
    private static final int MOUNT = 0;
    private static final int ROOT_FD = 5;
    private static final long ROOT_INO = 2;
    private static final long FIRST_INO = 10;

    final NodeTable table = new NodeTable(
            ROOT_INO, MOUNT, ROOT_FD, mount -> mount, new Budget(Policy.ADAPTIVE, 0, Integer.MAX_VALUE), Tracer.OFF);
    final TinyHost host;
    private final boolean links;

    /** With work links, or with the policy that has only descriptors. */
    TinyDaemon(int files, boolean links) {
        host = new TinyHost(files);
        this.links = links;
    }

    /** LOOKUP: counts one and leaves the node pinned; whether it is a new node. */
    boolean lookup(int file, Pin pin) {
        int fd = host.open(file);
        long seen = table.now();
        Attributes attributes = host.statx(fd, 0);
        Resolution resolution = table.resolve(FIRST_INO + file, MOUNT, Pin.REGULAR, fd, seen, links, links, pin);
        boolean known = resolution == Resolution.KNOWN || resolution == Resolution.KNOWN_UNSURE;
        boolean sure = resolution == Resolution.KNOWN || resolution == Resolution.NEW;
        if (known) {
            host.close(fd);
        } else if (links) {
            Attributes before = sure ? attributes : host.statx(fd, 0);
            host.link(fd, pin.nodeid);
            attributes = host.statx(fd, 0);
            table.endLink(pin, true, before.ctime(), attributes.ctime());
            sure = true;
        }
        if (sure) {
            check(attributes, file, pin);
        } else {
            getattr(file, pin);
        }
        return !known;
    }

    /** GETATTR on a pinned node, as {@link Nodes#attributes} does it. */
    void getattr(int file, Pin pin) {
        Attributes attributes;
        do {
            table.refresh(pin);
            attributes = host.statx(pin.fd, pin.nodeid);
        } while (!table.isUnchanged(pin));
        check(attributes, file, pin);
    }

    /** Any other request on a pinned node. */
    void reach(int file, Pin pin) {
        require(host.statx(pin.fd, pin.nodeid).file() == file, "another file");
    }

    private static void check(Attributes attributes, int file, Pin pin) {
        require(attributes.file() == file, "another file");
        require(attributes.nlink() - pin.workLinks == 1, "nlink shows a work link");
        long ctime = CtimeMask.apply(attributes.ctime(), pin.shownCtime, pin.actualCtime);
        require(ctime == TinyHost.CTIME, "ctime shows a work link");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    void unpin(Pin pin) {
        release(pin.nodeid, table.unpin(pin));
    }

    void forget(long nodeid, long lookups) {
        release(nodeid, table.forget(nodeid, lookups));
    }

    private void release(long nodeid, int outcome) {
        if (outcome >= 0) {
            host.close(outcome);
        } else if (outcome == Outcome.DRAINED) {
            removeLink(nodeid);
        }
    }

    /** As {@link Release#run}. */
    private void removeLink(long nodeid) {
        Pin pin = new Pin();
        table.beginRelease(nodeid, pin);
        int fd = pin.fd >= 0 ? pin.fd : host.openLink(nodeid);
        long before = host.statx(fd, 0).ctime();
        host.unlink(nodeid);
        long after = host.statx(fd, 0).ctime();
        host.close(fd);
        table.endRelease(pin, true, before, after);
    }

    /** What the table says that there is must be what there is. */
    void checkAtRest() {
        TableCounts counts = table.counts();
        require(counts.links == host.workLinks(), counts.links + " links, made are " + host.workLinks());
        require(counts.fds - 1 == host.openFds(), counts.fds - 1 + " fds, open are " + host.openFds());
    }

    /** After everything was forgotten and unpinned. */
    void checkEmpty() {
        checkAtRest();
        TableCounts counts = table.counts();
        require(counts.live == 1 && counts.draining == 0, "nodes are left");
        require(host.workLinks() == 0 && host.openFds() == 0, "holds are left");
    }
}
