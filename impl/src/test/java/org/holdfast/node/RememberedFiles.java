package org.holdfast.node;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.holdfast.os.Errno;

/** The sequential specification of {@link TableClients}: a map from files to nodes, each of which is a count. */
public final class RememberedFiles implements Clients {
    private static final class Node {
        long count;
    }

    private final Map<Integer, Node> remembered = new HashMap<>();
    private final Map<Integer, Deque<Node>> owned = new HashMap<>();
    private final Map<Integer, Node> pinned = new HashMap<>();
    private final Map<Integer, Deque<Node>> pinnedOf = new HashMap<>();

    private Deque<Node> owned(int thread, int file) {
        return owned.computeIfAbsent(thread * 100 + file, key -> new ArrayDeque<>());
    }

    @Override
    public boolean lookup(int thread, int file) {
        boolean fresh = !remembered.containsKey(file);
        Node node = remembered.computeIfAbsent(file, key -> new Node());
        node.count++;
        owned(thread, file).push(node);
        return fresh;
    }

    @Override
    public boolean forget(int thread, int file) {
        Node node = owned(thread, file).poll();
        return node != null && take(file, node, 1);
    }

    @Override
    public boolean forgetAll(int thread, int file) {
        Node node = owned(thread, file).poll();
        return node != null && take(file, node, Long.MAX_VALUE);
    }

    private boolean take(int file, Node node, long lookups) {
        node.count -= Math.min(lookups, node.count);
        if (node.count == 0) {
            remembered.remove(file, node);
        }
        return true;
    }

    @Override
    public long count(int thread, int file) {
        Node node = owned(thread, file).peek();
        return node == null ? -1 : node.count;
    }

    @Override
    public int getattr(int thread, int file) {
        Node node = owned(thread, file).peek();
        return node == null ? -1 : node.count == 0 ? Errno.ESTALE : 0;
    }

    @Override
    public int pin(int thread, int file) {
        Node node = owned(thread, file).peek();
        if (node == null || pinned.containsKey(thread)) {
            return -1;
        }
        if (node.count == 0) {
            return Errno.ESTALE;
        }
        pinned.put(thread, node);
        pinnedOf.put(thread, owned(thread, file));
        return 0;
    }

    @Override
    public boolean unpin(int thread) {
        return pinned.remove(thread) != null;
    }

    @Override
    public boolean again(int thread) {
        Node node = pinned.get(thread);
        if (node == null || node.count == 0) {
            return false;
        }
        node.count++;
        pinnedOf.get(thread).push(node);
        return true;
    }
}
