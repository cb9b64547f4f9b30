package org.holdfast.spec;

import java.util.Map;

/**
 * 64 bits that stand for a state, as in TLC. Two states with the same 64 bits would be taken for one, and what is reached
 * only through the second would be missed: with n distinct states the probability that this happens at all is about
 * n * n / 2^65, which is 1 in 1.5 million for 5 million states and 1 in 3,700 for 100 million. The same state has the same
 * fingerprint in every run and in every JVM.
 */
final class Fingerprint {
    private static final long STEP =
            0x9E3779B97F4A7C15L; // 2^64 / golden ratio, odd: consecutive multiples lie far apart

    private Fingerprint() {}

    /** The fingerprint of everything in the state but its model; never 0. */
    static long of(State s) {
        long h = function(s.names());
        for (Obj o : s.object()) {
            h = with(h, ((long) o.kind().hashCode() << 32) ^ o.ino());
        }
        h = with(h, function(s.workdir()));
        long nodes = 0;
        for (Map.Entry<Integer, Node> e : s.node().entrySet()) {
            nodes += with(e.getKey(), node(e.getValue()));
        }
        h = with(h, nodes);
        long requests = 0;
        for (Map.Entry<Integer, Req> e : s.req().entrySet()) {
            requests += with(e.getKey(), request(e.getValue()));
        }
        h = with(h, requests);
        h = with(h, function(s.held()));
        h = with(h, function(s.means()));
        h = with(h, (long) s.last() << 1 | (s.up() ? 1 : 0));
        return h == 0 ? 1 : h;
    }

    /** A sum over the entries, since a map may have them in any order. */
    private static long function(Map<?, Integer> f) {
        long sum = 0;
        for (Map.Entry<?, Integer> e : f.entrySet()) {
            sum += mix(((long) e.getKey().hashCode() << 32 | e.getValue()) + STEP);
        }
        return sum;
    }

    private static long node(Node n) {
        long flags = n.phase().ordinal() << 4 | n.hold().ordinal() << 1 | (n.fd() ? 1 : 0);
        long numbers = flags << 48 | (long) n.obj() << 32 | (long) n.count() << 16 | n.pins();
        return with(with(STEP, numbers), n.why().hashCode());
    }

    private static long request(Req q) {
        long words = q.step().ordinal() << 8 | q.op().ordinal() << 4 | q.via().ordinal();
        long numbers = words << 48 | (long) q.obj() << 32 | q.node();
        return with(with(STEP, numbers), (long) q.seen().obj() << 32 | q.seen().nlink());
    }

    /** The fingerprint h of what came before and x. */
    private static long with(long h, long x) {
        return mix(h * STEP + x);
    }

    /** Every bit of z decides about every bit of the result; no two z have the same (David Stafford's variant 13). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
