package org.holdfast.node;

/** Sums over the node table, taken shard by shard. */
public final class TableCounts {
    /** Nodes that the client remembers. */
    public long live;
    /** Nodes with a work link, draining ones included. */
    public long links;
    /** Nodes held by an fd, draining ones included. */
    public long fds;
    /** Forgotten nodes whose hold is not released yet. */
    public long draining;

    void add(TableCounts other) {
        live += other.live;
        links += other.links;
        fds += other.fds;
        draining += other.draining;
    }
}
