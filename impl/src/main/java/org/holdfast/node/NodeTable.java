package org.holdfast.node;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.holdfast.trace.Tracer;

/**
 * The nodes that the client remembers, by nodeid and by identity, in {@code 1 << SHARD_BITS} independently locked
 * shards. A nodeid is {@code reuse count << 32 | slot}, and the lowest bits of the slot are the shard, so one lock
 * serves a node whichever way it is found. Each method is one step under that lock; see {@link Shard}.
 */
final class NodeTable {
    static final int SHARD_BITS = 6;

    /** FUSE_ROOT_ID (linux/fuse.h). */
    static final long ROOT = 1;

    private static final int SHARDS = 1 << SHARD_BITS;

    private final Shard[] shards = new Shard[SHARDS];
    private final ChangeClock clock = new ChangeClock();
    private final IntUnaryOperator deviceOf;
    private final int salt;

    /**
     * A table that holds only the root: an open directory with this identity.
     *
     * @param budget which all shards share
     * @param deviceOf the device's number for a mount's: mounts that show one device show the same objects
     */
    NodeTable(long rootIno, int rootMount, int rootFd, IntUnaryOperator deviceOf, Budget budget, Tracer tracer) {
        this.deviceOf = deviceOf;
        for (int i = 0; i < SHARDS; i++) {
            shards[i] = new Shard(i, SHARD_BITS, new Changes(clock), deviceOf, budget, tracer);
        }
        // Puts the root's identity into the shard of nodeid 1, where it becomes the first node. It stays pinned.
        salt = spread(rootIno, deviceOf.applyAsInt(rootMount)) ^ 1;
        Pin root = new Pin();
        shards[1].resolve(rootIno, rootMount, Pin.DIRECTORY, rootFd, 0, false, false, root);
        if (root.nodeid != ROOT) {
            throw new IllegalStateException("the root has nodeid " + root.nodeid);
        }
    }

    private static int spread(long ino, int device) {
        return IdentityHash.of(ino, device) >>> 32 - SHARD_BITS;
    }

    private Shard ofIdentity(long ino, int mount) {
        return shards[(spread(ino, deviceOf.applyAsInt(mount)) ^ salt) & SHARDS - 1];
    }

    private Shard ofNode(long nodeid) {
        return shards[(int) nodeid & SHARDS - 1];
    }

    /** The clock of {@link Changes}, to be read before the attributes of an object are taken whose node is not known. */
    long now() {
        return clock.now();
    }

    Resolution resolve(long ino, int mount, int kind, int fd, long seen, boolean linkable, boolean willLink, Pin pin) {
        return ofIdentity(ino, mount).resolve(ino, mount, kind, fd, seen, linkable, willLink, pin);
    }

    void endLink(Pin pin, boolean linked, long before, long after) {
        ofNode(pin.nodeid).endLink(pin, linked, before, after);
    }

    void setFd(Pin pin, int fd) {
        ofNode(pin.nodeid).setFd(pin, fd);
    }

    boolean pin(long nodeid, Pin pin, boolean still) {
        return ofNode(nodeid).pin(nodeid, pin, still);
    }

    void refresh(Pin pin) {
        ofNode(pin.nodeid).refresh(pin);
    }

    /** Whether no work link in the pin's shard has begun or ended to change since the pin was filled. */
    boolean isUnchanged(Pin pin) {
        return !ofNode(pin.nodeid).changes().since(pin.seen);
    }

    void changed(Pin pin) {
        ofNode(pin.nodeid).changed(pin);
    }

    void changed(long ino, int mount, long since) {
        ofIdentity(ino, mount).changed(ino, mount, since);
    }

    /** Whether no work link was changing then, at a time of the clock, nor has changed since. */
    boolean isStillSince(long then) {
        return clock.isStillSince(then);
    }

    int unpin(Pin pin) {
        return ofNode(pin.nodeid).unpin(pin);
    }

    boolean again(Pin pin) {
        return ofNode(pin.nodeid).again(pin);
    }

    long count(long nodeid) {
        return ofNode(nodeid).count(nodeid);
    }

    int takeBack(long request, long nodeid) {
        return ofNode(nodeid).takeBack(request, nodeid);
    }

    int forget(long nodeid, long lookups) {
        return ofNode(nodeid).forget(nodeid, lookups);
    }

    /** Cools a node of one shard. */
    boolean beginCool(int shard, Pin pin) {
        return shards[shard].exchanges().beginCool(pin);
    }

    boolean beginCool(long nodeid, Pin pin) {
        return ofNode(nodeid).exchanges().beginCool(nodeid, pin);
    }

    boolean beginWarm(Pin pin, int fd) {
        return ofNode(pin.nodeid).exchanges().beginWarm(pin, fd);
    }

    int endWarm(Pin pin, boolean removed, long before, long after) {
        return ofNode(pin.nodeid).exchanges().endWarm(pin, removed, before, after);
    }

    /** The nodes of one shard that can do without an fd. */
    Shuttable shuttable(int shard) {
        return shards[shard].shuttable();
    }

    /** Those of a node's shard. */
    Shuttable shuttableOf(long nodeid) {
        return ofNode(nodeid).shuttable();
    }

    /** The directories of a node's shard. */
    Directories directoriesOf(long nodeid) {
        return ofNode(nodeid).directories();
    }

    /**
     * Pins the node of that identity, of which the client is about to remove or move a name; false when it knows none. See
     * {@link Shuttable#guard}.
     */
    boolean guard(long ino, int mount, int kind, Pin pin) {
        return ofIdentity(ino, mount).shuttable().guard(ino, deviceOf.applyAsInt(mount), mount, kind, pin);
    }

    /** The nodeid of a known directory, by its identity and its file handle; 0 for none. */
    long directory(long ino, int mount, FileHandle handle) {
        return ofIdentity(ino, mount).directories().known(ino, deviceOf.applyAsInt(mount), mount, handle);
    }

    /** The fds of all nodes, without that of the root. */
    IntStream fds() {
        return Arrays.stream(shards).flatMapToInt(shard -> Arrays.stream(shard.fds()));
    }

    void beginRelease(long nodeid, Pin pin) {
        ofNode(nodeid).exchanges().beginRelease(nodeid, pin);
    }

    void endRelease(Pin pin, boolean removed, long before, long after) {
        ofNode(pin.nodeid).exchanges().endRelease(pin, removed, before, after);
    }

    /** The nodeids of one shard that the client remembers, without the root. */
    long[] remembered(int shard) {
        return shards[shard].remembered();
    }

    int shards() {
        return SHARDS;
    }

    /** Nodes on one mount, draining ones included. */
    long nodesOn(int mount) {
        long sum = 0;
        for (Shard shard : shards) {
            sum += shard.nodesOn(mount);
        }
        return sum;
    }

    TableCounts counts() {
        TableCounts sum = new TableCounts();
        for (Shard shard : shards) {
            shard.count(sum);
        }
        return sum;
    }
}
