package org.holdfast.node;

import java.util.Arrays;

/** Sums over the node table, taken shard by shard. */
public final class TableCounts {
    /** Nodes that the client remembers. */
    public long live;
    /** Nodes with a work link, draining ones included. */
    public long links;
    /** Nodes held by an fd, draining ones included. */
    public long fds;
    /** Nodes with nothing but their file handle or place, draining ones included. */
    public long shut;
    /** Forgotten nodes whose hold is not released yet. */
    public long draining;
    /** Nodes held by an fd within the budget, draining ones included. */
    public long budgeted;

    private int[] nodesOn = new int[1];

    void add(TableCounts other) {
        live += other.live;
        links += other.links;
        fds += other.fds;
        shut += other.shut;
        draining += other.draining;
        budgeted += other.budgeted;
    }

    void addNodeOn(int mount, int change) {
        if (mount >= nodesOn.length) {
            nodesOn = Arrays.copyOf(nodesOn, mount + 1);
        }
        nodesOn[mount] += change;
    }

    /** Nodes on one mount, draining ones included. */
    int nodesOn(int mount) {
        return mount < nodesOn.length ? nodesOn[mount] : 0;
    }
}
