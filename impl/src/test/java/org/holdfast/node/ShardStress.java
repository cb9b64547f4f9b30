package org.holdfast.node;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Pairs of steps on one node, done by two real threads at once, many thousand times each: what the steps return, and what
 * is there afterwards, is what one of the two orders gives. An outcome that is not listed is an error.
 */
public final class ShardStress {
    private ShardStress() {}

    /** Two LOOKUPs of a file that is not known yet: whether each made a node, and the lookup count. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, 2", expect = ACCEPTABLE, desc = "the first makes the node")
    @Outcome(id = "false, true, 2", expect = ACCEPTABLE, desc = "the second makes the node")
    public static class LookupAndLookup extends OneFile {
        public LookupAndLookup() {
            super(0);
        }

        @Actor
        public void lookup1(ZZI_Result r) {
            r.r1 = lookup(one);
        }

        @Actor
        public void lookup2(ZZI_Result r) {
            r.r2 = lookup(two);
        }

        @Arbiter
        public void count(ZZI_Result r) {
            r.r3 = one.nodeid == two.nodeid ? (int) shard.count(one.nodeid) : 0;
        }
    }

    /** LOOKUP and the last FORGET: whether the one made a node, the other one drained it, and the lookup count. */
    @JCStressTest
    @State
    @Outcome(id = "false, false, 1", expect = ACCEPTABLE, desc = "LOOKUP is first, the node stays")
    @Outcome(id = "true, true, 1", expect = ACCEPTABLE, desc = "FORGET is first, a new node")
    public static class LookupAndForget extends OneFile {
        public LookupAndForget() {
            super(1);
        }

        @Actor
        public void lookup(ZZI_Result r) {
            r.r1 = lookup(one);
        }

        @Actor
        public void forget(ZZI_Result r) {
            r.r2 = forget();
        }

        @Arbiter
        public void count(ZZI_Result r) {
            r.r3 = (int) shard.count(one.nodeid);
        }
    }

    /** A request begins, and the last FORGET: who gives the node up. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "the pin is first, its end drains")
    @Outcome(id = "false, true, false", expect = ACCEPTABLE, desc = "FORGET is first and drains")
    public static class PinAndForget extends OneFile {
        public PinAndForget() {
            super(1);
        }

        @Actor
        public void pin(ZZZ_Result r) {
            r.r1 = pin(one);
        }

        @Actor
        public void forget(ZZZ_Result r) {
            r.r2 = forget();
        }

        @Arbiter
        public void end(ZZZ_Result r) {
            r.r3 = r.r1 && unpin(one);
        }
    }

    /** A request ends, and the last FORGET: exactly one of them drains. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "FORGET is first, the end of the request drains")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the request's end is first, FORGET drains")
    public static class UnpinAndForget extends OneFile {
        public UnpinAndForget() {
            super(1);
            pin(one);
        }

        @Actor
        public void unpin(ZZ_Result r) {
            r.r1 = unpin(one);
        }

        @Actor
        public void forget(ZZ_Result r) {
            r.r2 = forget();
        }
    }

    /** Two FORGETs of one lookup each, of two: exactly one of them drains. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first is last")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second is last")
    public static class ForgetAndForget extends OneFile {
        public ForgetAndForget() {
            super(2);
        }

        @Actor
        public void forget1(ZZ_Result r) {
            r.r1 = forget();
        }

        @Actor
        public void forget2(ZZ_Result r) {
            r.r2 = forget();
        }
    }

    /** LINK of a pinned node and the last FORGET: whether LINK counted, FORGET drained, and the end of LINK did. */
    @JCStressTest
    @State
    @Outcome(id = "true, false, false", expect = ACCEPTABLE, desc = "LINK is first, the node stays")
    @Outcome(id = "false, false, true", expect = ACCEPTABLE, desc = "FORGET is first, LINK is refused")
    public static class AgainAndForget extends OneFile {
        public AgainAndForget() {
            super(1);
            pin(one);
        }

        @Actor
        public void again(ZZZ_Result r) {
            r.r1 = shard.again(one);
        }

        @Actor
        public void forget(ZZZ_Result r) {
            r.r2 = forget();
        }

        @Arbiter
        public void end(ZZZ_Result r) {
            r.r3 = unpin(one);
        }
    }

    /** Two requests begin: both are counted, so that a FORGET drains at the end of the second one only. */
    @JCStressTest
    @State
    @Outcome(id = "true, true, 1", expect = ACCEPTABLE, desc = "only the last end drains")
    public static class PinAndPin extends OneFile {
        public PinAndPin() {
            super(1);
        }

        @Actor
        public void pin1(ZZI_Result r) {
            r.r1 = pin(one);
        }

        @Actor
        public void pin2(ZZI_Result r) {
            r.r2 = pin(two);
        }

        @Arbiter
        public void end(ZZI_Result r) {
            r.r3 = (forget() ? 4 : 0) + (unpin(one) ? 2 : 0) + (unpin(two) ? 1 : 0);
        }
    }

    /** Two requests on a forgotten node end: exactly one of them drains. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "the first is last")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the second is last")
    public static class UnpinAndUnpin extends OneFile {
        public UnpinAndUnpin() {
            super(1);
            pin(one);
            pin(two);
            forget();
        }

        @Actor
        public void unpin1(ZZ_Result r) {
            r.r1 = unpin(one);
        }

        @Actor
        public void unpin2(ZZ_Result r) {
            r.r2 = unpin(two);
        }
    }

    /** LOOKUP while the work link of the forgotten node is removed: a new node, and how many work links it must mask. */
    @JCStressTest
    @State
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "before the link is touched")
    @Outcome(id = "true, 0", expect = ACCEPTABLE, desc = "when it is gone")
    public static class LookupAndRelease extends OneFile {
        public LookupAndRelease() {
            super(1);
            forget();
        }

        @Actor
        public void lookup(ZI_Result r) {
            r.r1 = lookup(one);
            r.r2 = one.workLinks;
            shard.endLink(one, true, 0, 0);
        }

        @Actor
        public void release() {
            shard.exchanges().beginRelease(nodeid, two);
            shard.exchanges().endRelease(two, true, 0, 0);
        }
    }

    /** A node gets an fd instead of its link unless another request is working through the link: the fd of that one. */
    @JCStressTest
    @State
    @Outcome(id = "true, 7", expect = ACCEPTABLE, desc = "warm, the other works through the fd")
    @Outcome(id = "false, -1", expect = ACCEPTABLE, desc = "the other works through the link")
    public static class WarmAndPin extends OneFile {
        public WarmAndPin() {
            super(1);
            pin(one);
        }

        @Actor
        public void warm(ZI_Result r) {
            r.r1 = shard.exchanges().beginWarm(one, FD);
            if (r.r1) {
                shard.exchanges().endWarm(one, true, 0, 0);
            }
        }

        @Actor
        public void pin(ZI_Result r) {
            pin(two);
            r.r2 = two.fd();
        }
    }

    /** A node is cooled while the client forgets it: the link is made and to be removed, or it is not made. */
    @JCStressTest
    @State
    @Outcome(id = "true, true, false", expect = ACCEPTABLE, desc = "FORGET while it is cooled, whose end drains")
    @Outcome(id = "true, false, true", expect = ACCEPTABLE, desc = "cooled first, FORGET drains")
    @Outcome(id = "false, false, false", expect = ACCEPTABLE, desc = "FORGET is first and closes the fd")
    public static class CoolAndForget extends OneFile {
        public CoolAndForget() {
            super(1, 1);
        }

        @Actor
        public void cool(ZZZ_Result r) {
            r.r1 = cool(one);
            r.r2 = r.r1 && unpin(one);
        }

        @Actor
        public void forget(ZZZ_Result r) {
            r.r3 = forget();
        }
    }

    /** A node is cooled while a request works with it: exactly one of the two closes the fd. */
    @JCStressTest
    @State
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "cooled and done with first")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "the request is the last to use the fd")
    public static class CoolAndRequest extends OneFile {
        public CoolAndRequest() {
            super(1, 1);
        }

        @Actor
        public void cool(ZZ_Result r) {
            cool(one);
            r.r1 = shard.unpin(one) == FD;
        }

        @Actor
        public void request(ZZ_Result r) {
            pin(two);
            r.r2 = shard.unpin(two) == FD;
        }
    }
}
