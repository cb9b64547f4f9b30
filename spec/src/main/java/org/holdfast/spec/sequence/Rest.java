package org.holdfast.spec.sequence;

import org.holdfast.spec.Node.Phase;
import org.holdfast.spec.State;

/**
 * What there is while the daemon has nothing left to do. A driver waits for it and compares.
 *
 * @param nodes nodes in the table, without the root
 * @param links work links that the daemon has made
 * @param fds nodes with an open fd, without the root
 */
public record Rest(int nodes, int links, int fds) {

    /** Nothing of what the client has asked for is left. */
    public static final Rest EMPTY = new Rest(0, 0, 0);

    /** What there is in s. */
    public static Rest of(State s) {
        return new Rest(
                (int) s.node().values().stream()
                        .filter(nd -> nd.phase() != Phase.FREE)
                        .count(),
                s.ownLinks().size(),
                (int) s.node().values().stream().filter(nd -> nd.fd()).count());
    }

    @Override
    public String toString() {
        return "nodes " + nodes + " links " + links + " fds " + fds;
    }
}
