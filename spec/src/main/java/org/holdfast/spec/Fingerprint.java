package org.holdfast.spec;

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

    /** The fingerprint of everything in the state but its model, whose functions have the same domains; never 0. */
    static long of(State s) {
        long h = numbers(STEP, s.names());
        for (Obj o : s.object()) {
            h = with(
                    h,
                    ((long) o.kind().hashCode() << 32)
                            ^ o.ino() << 16
                            ^ o.fs() << 8
                            ^ o.ctime().ordinal());
        }
        h = numbers(with(h, s.object().size()), s.workdir());
        for (Node n : s.node().values()) {
            h = node(h, n);
        }
        for (Req q : s.req().values()) {
            h = request(h, q);
        }
        h = numbers(numbers(h, s.held()), s.means());
        h = with(h, (long) s.last() << 1 | (s.up() ? 1 : 0));
        return h == 0 ? 1 : h;
    }

    private static long numbers(long h, Fn<?, Integer> f) {
        long all = h;
        for (int value : f.values()) {
            all = with(all, value);
        }
        return all;
    }

    private static long node(long h, Node n) {
        long flags = n.mnt() << 7 | n.phase().ordinal() << 4 | n.hold().ordinal() << 1 | (n.fd() ? 1 : 0);
        long numbers = flags << 48 | (long) n.obj() << 32 | (long) n.count() << 16 | n.pins();
        long place = (long) n.at().hashCode() << 32 | n.kin() << 16 | n.kids();
        return with(with(with(h, numbers), n.why().hashCode()), place);
    }

    private static long request(long h, Req q) {
        long words = q.mnt() << 10
                | q.step().ordinal() << 6
                | q.op().ordinal() << 3
                | q.via().ordinal();
        long numbers = words << 48 | (long) q.obj() << 32 | q.dir() << 16 | q.node();
        long seen = (long) q.seen().obj() << 32
                | q.seen().nlink() << 8
                | q.seen().ctime().ordinal();
        return with(with(h, numbers), seen);
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
