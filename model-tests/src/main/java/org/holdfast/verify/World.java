package org.holdfast.verify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.holdfast.spec.Hold;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Req;

/** One inode of the host with its nodes and the requests at work on it: what is known, and whose numbers are whose. */
final class World {
    /** What tells inodes apart. */
    record Identity(int device, long ino) {}

    /** Which inode this was among all that were ever looked at; one that comes back after it was forgotten is another. */
    final int serial;

    final Identity identity;
    private final List<Integer> mounts = new ArrayList<>();
    private Shape shape;
    private Knowledge knowledge;
    private long[] nodeids = new long[1];
    private boolean[] requests = new boolean[1];

    World(int serial, Identity identity, boolean directory, String policy, Knowledge.Store store) {
        this.serial = serial;
        this.identity = identity;
        shape = new Shape(directory, policy, 1, 1, 1);
        knowledge = store.first(shape);
    }

    boolean isDirectory() {
        return shape.directory();
    }

    /** Takes a step; false, and nothing has changed, if it cannot have happened. */
    boolean step(Step step) {
        Knowledge after = knowledge.after(step);
        if (after != null) {
            knowledge = after;
        }
        return after != null;
    }

    boolean allows(Step step) {
        return knowledge.after(step) != null;
    }

    Knowledge knowledge() {
        return knowledge;
    }

    /** The number of a nodeid in the model, 0 for none. */
    int node(long nodeid) {
        for (int i = 0; i < nodeids.length; i++) {
            if (nodeids[i] == nodeid) {
                return Model.ROOT + 1 + i;
            }
        }
        return Model.NONE;
    }

    Node at(long nodeid) {
        int n = node(nodeid);
        return n == Model.NONE ? Node.NONE : knowledge.says(p -> p.node(n));
    }

    /** The number for a new node, which is not yet one. */
    int freeNode() {
        if (node(0) == Model.NONE) {
            nodeids = Arrays.copyOf(nodeids, nodeids.length * 2);
            grow();
        }
        return node(0);
    }

    void give(int n, long nodeid) {
        nodeids[n - Model.ROOT - 1] = nodeid;
    }

    /** The nodeid of a number. */
    long nodeid(int n) {
        return nodeids[n - Model.ROOT - 1];
    }

    void drop(long nodeid) {
        give(node(nodeid), 0);
    }

    /** A slot for a request. */
    int takeSlot() {
        int i = 0;
        while (i < requests.length && requests[i]) {
            i++;
        }
        if (i == requests.length) {
            requests = Arrays.copyOf(requests, requests.length * 2);
            grow();
        }
        requests[i] = true;
        return i + 1;
    }

    void freeSlot(int r) {
        requests[r - 1] = false;
    }

    /** The number of a mount in the model. */
    int mount(int number) {
        if (!mounts.contains(number)) {
            mounts.add(number);
            grow();
        }
        return mounts.indexOf(number) + 1;
    }

    /** Whether the link of a request's entry is being made. */
    boolean isLinking(int r) {
        Req.Step step = knowledge.says(p -> p.state().req(r).step());
        return step == Req.Step.LINKING || step == Req.Step.LINKED;
    }

    /** Whether nobody knows it or works on it any more: it can be dead before the end of its nodes is told. */
    boolean isGoing() {
        for (long nodeid : nodeids()) {
            if (at(nodeid).known()) {
                return false;
            }
        }
        for (boolean taken : requests) {
            if (taken) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing but file handles are left of it for all who know it. */
    boolean isShut() {
        boolean shut = false;
        for (long nodeid : nodeids()) {
            Node node = at(nodeid);
            if (node.known() && node.hold() != Hold.HANDLE) {
                return false;
            }
            shut |= node.known();
        }
        return shut;
    }

    private void grow() {
        Shape larger = new Shape(
                shape.directory(), shape.policy(), Math.max(1, mounts.size()), nodeids.length, requests.length);
        if (!larger.equals(shape)) {
            shape = larger;
            knowledge = knowledge.after(new Step.Grow(larger));
        }
    }

    /** Whether it has neither a node nor a request. */
    boolean isEmpty() {
        for (long nodeid : nodeids) {
            if (nodeid != 0) {
                return false;
            }
        }
        for (boolean taken : requests) {
            if (taken) {
                return false;
            }
        }
        return true;
    }

    /** The nodeids of its nodes. */
    long[] nodeids() {
        return Arrays.stream(nodeids).filter(n -> n != 0).toArray();
    }
}
