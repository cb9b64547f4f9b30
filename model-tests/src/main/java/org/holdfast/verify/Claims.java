package org.holdfast.verify;

import java.util.ArrayList;
import java.util.List;

/** What a request holds, which is served by one thread: from its first event to the thread's next request. */
final class Claims {
    /**
     * A node that it has pinned.
     *
     * @param world null for the root, which is always there
     * @param r the slot of the request in the model of the inode
     * @param entry whether it is counted, to be replied with
     */
    record Claim(World world, long nodeid, int r, boolean entry) {}

    final long request;
    final String thread;
    /** Which request this was among all. */
    final int serial;

    private final List<Claim> claims = new ArrayList<>();
    private final List<Long> replied = new ArrayList<>();
    private long opened = Keys.NONE;
    private long directory = Keys.NONE;
    private long unexplained = Keys.NONE;

    Claims(long request, String thread, int serial) {
        this.request = request;
        this.thread = thread;
        this.serial = serial;
    }

    List<Claim> all() {
        return claims;
    }

    void add(Claim claim) {
        claims.add(claim);
    }

    void remove(Claim claim) {
        claims.remove(claim);
    }

    /** The youngest claim on a node, null if it has none. */
    Claim on(long nodeid) {
        for (int i = claims.size() - 1; i >= 0; i--) {
            if (claims.get(i).nodeid() == nodeid) {
                return claims.get(i);
            }
        }
        return null;
    }

    boolean hasOpened() {
        return opened != Keys.NONE;
    }

    /** Open, in a directory. */
    void opened(long parent) {
        opened = parent;
        directory = parent;
    }

    /** What was opened has become an entry, or nothing. */
    void resolved() {
        opened = Keys.NONE;
    }

    /** The directory in which it has opened last; {@link Keys#NONE} before. */
    long directory() {
        return directory;
    }

    /** How many claims it has on a node. */
    long claimsOn(long nodeid) {
        return claims.stream().filter(c -> c.nodeid() == nodeid).count();
    }

    /** The node for which no link was tried, until LinkFailed tells why. */
    void setUnexplained(long nodeid) {
        unexplained = nodeid;
    }

    /** Before a new node is told of, it must have its link, or a reason why not. */
    void mustBeExplained(long nodeid) {
        if (unexplained == nodeid) {
            throw new Diverged("LinkFailed" + Allowed.by(this, nodeid));
        }
    }

    void addReply(long nodeid) {
        replied.add(nodeid);
    }

    /** Whether it had replied with the node, which it has not any more. */
    boolean takeReplyBack(long nodeid) {
        return replied.remove(nodeid);
    }

    boolean isOver() {
        return claims.isEmpty() && !hasOpened();
    }
}
