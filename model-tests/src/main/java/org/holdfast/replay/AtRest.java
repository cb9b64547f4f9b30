package org.holdfast.replay;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.KernelClient;
import org.holdfast.spec.sequence.Rest;
import org.holdfast.testkit.Await;

/** Looks at what there is when the daemon has come to rest. */
final class AtRest {
    private static final long FIRST_PAUSE_MILLIS = 1;
    private static final long LONGEST_PAUSE_MILLIS = 50;

    private final Bench bench;
    private final HostTree tree;
    private final Known known;
    private final boolean holds;
    private final Duration patience;

    /**
     * For one sequence.
     *
     * @param holds whether the daemon holds objects by the policy of the sequence's model
     * @param patience how long it may take to come to rest
     */
    AtRest(Bench bench, HostTree tree, Known known, boolean holds, Duration patience) {
        this.bench = bench;
        this.tree = tree;
        this.known = known;
        this.holds = holds;
        this.patience = patience;
    }

    /** Waits until there is left what is expected, or for long enough; returns what is left then. */
    String settled(Rest expected) {
        // One worker answers this when it has done all that was sent before; a queue in the background may be left.
        bench.client().getattr(KernelClient.ROOT);
        long end = System.nanoTime() + patience.toNanos();
        long pause = FIRST_PAUSE_MILLIS;
        String left = left(expected);
        while (!left.equals(expected.toString()) && System.nanoTime() < end) {
            Await.pause(Duration.ofMillis(pause));
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
            left = left(expected);
        }
        return left;
    }

    /**
     * The rest in words; behind it what is wrong with it beside the numbers. How a daemon of another policy holds what the
     * client remembers is its own affair: there the numbers of links and descriptors are those expected.
     */
    private String left(Rest expected) {
        Left left = bench.left();
        Set<Long> held = bench.client().counts().nodes();
        Set<Long> inos = held.stream()
                .map(nodeid -> tree.object(known.object(nodeid)).ino())
                .collect(Collectors.toSet());
        Set<String> wrong = new TreeSet<>();
        left.links().forEach((nodeid, ino) -> {
            if (!held.contains(nodeid)) {
                wrong.add("a link of node " + Long.toHexString(nodeid) + ", which the client does not hold");
            } else if (tree.object(known.object(nodeid)).ino() != ino) {
                wrong.add("a link of node " + Long.toHexString(nodeid) + " to inode " + ino);
            }
        });
        boolean prompt = bench.kind().can(Ability.PROMPT_RELEASE);
        left.fds().forEach((fd, ino) -> {
            if (prompt && !inos.contains(ino)) {
                wrong.add("a descriptor of inode " + ino + ", of which the client holds no node");
            }
        });
        if (holds) {
            left.strange().forEach(target -> wrong.add("a descriptor of " + target));
        }
        Rest rest = holds
                ? new Rest(held.size(), left.links().size(), left.fds().size())
                : new Rest(held.size(), expected.links(), expected.fds());
        return rest + (wrong.isEmpty() ? "" : ", and " + String.join(", ", wrong));
    }
}
