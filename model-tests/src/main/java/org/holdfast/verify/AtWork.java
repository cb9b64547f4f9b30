package org.holdfast.verify;

import org.holdfast.spec.Entry;
import org.holdfast.spec.Req;
import org.holdfast.spec.Shutting;
import org.holdfast.spec.Warming;
import org.holdfast.spec.Work;
import org.holdfast.trace.Event;

/** The events of a request at work on a node that it has pinned. */
final class AtWork {
    private static final int ENOENT = 2;

    private AtWork() {}

    /** Takes one such event; returns the inode, null for the root. */
    static World take(Claims c, Event e) {
        long nodeid = Keys.nodeid(e);
        Claims.Claim claim = Session.claim(c, nodeid);
        World w = claim.world();
        if (w == null) {
            if (e instanceof Event.Operate x && x.links() == 0 || e instanceof Event.Reply) {
                return null;
            }
            throw new Diverged(Allowed.of(c, claim));
        }
        int r = claim.r();
        if (e instanceof Event.Operate x) {
            Session.must(c, claim, new Step.Operated(r, x.links(), x.nlink() > 0));
        } else if (e instanceof Event.Reply) {
            c.mustBeExplained(nodeid);
            Session.must(c, claim, new Step.Replied(r));
            c.addReply(nodeid);
        } else if (e instanceof Event.Link) {
            Session.must(c, claim, new Step.Just(r, new Entry.Link(r)));
        } else if (e instanceof Event.LinkFailed x) {
            String cause = x.cause() == ENOENT ? "ENOENT" : Shape.OTHER_CAUSE;
            c.setUnexplained(Keys.NONE);
            if (!w.step(new Step.Told(r, cause))) {
                Session.must(c, claim, new Step.Just(r, new Entry.LinkFailed(r, cause)));
            }
        } else if (e instanceof Event.Adopt) {
            Session.must(c, claim, new Step.Just(r, new Entry.Adopt(r)));
        } else if (e instanceof Event.Again x) {
            if (!w.at(nodeid).known()) {
                throw new Diverged(Allowed.of(c, claim));
            }
            Session.must(c, claim, new Step.Just(r, new Work.Again(r)));
            Session.mustCount(w, nodeid, x.count());
        } else if (e instanceof Event.Reopen) {
            Session.must(c, claim, new Step.Just(r, new Warming.Reopen(r)));
        } else if (e instanceof Event.Warm x) {
            Session.must(c, claim, new Step.Just(r, new Warming.Warm(r)));
            boolean alone = w.knowledge().says(p -> p.state().req(r).step() == Req.Step.WARMING);
            if (alone != x.alone()) {
                throw new Diverged("Warm" + Allowed.by(c, nodeid) + " alone " + alone);
            }
        } else if (e instanceof Event.Unlink) {
            Session.must(c, claim, new Step.Just(r, new Warming.Unlink(r)));
        } else if (e instanceof Event.UnlinkFailed) {
            Session.must(c, claim, new Step.Just(r, new Warming.UnlinkFailed(r)));
        } else if (e instanceof Event.Reach) {
            Session.must(c, claim, new Step.Just(r, new Shutting.Reach(r)));
        } else if (e instanceof Event.Stale) {
            Session.must(c, claim, new Step.Just(r, new Shutting.Stale(r)));
        } else if (e instanceof Event.Regain) {
            Session.must(c, claim, new Step.Just(r, new Shutting.Regain(r)));
        } else {
            Session.must(c, claim, new Step.Warmed(r, ((Event.Warmed) e).budgeted()));
        }
        return w;
    }
}
