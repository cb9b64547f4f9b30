package org.holdfast.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.holdfast.spec.Entry;
import org.holdfast.spec.Forgetting;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Shutting;
import org.holdfast.spec.Warming;
import org.holdfast.spec.Work;

/** Says what the model would allow of a request or of a node. */
final class Allowed {
    private Allowed() {}

    /** Of a request with a claim. */
    static List<String> of(Claims c, Claims.Claim claim) {
        if (claim.world() == null) {
            return List.of("Open" + in(c, 1), "Remove" + in(c, 1), "Unpin" + by(c, 1));
        }
        int r = claim.r();
        Map<String, Step> steps = new LinkedHashMap<>();
        steps.put("Link", new Step.Just(r, new Entry.Link(r)));
        steps.put("LinkFailed", new Step.Just(r, new Entry.LinkFailed(r, Shape.OTHER_CAUSE)));
        steps.put("LinkFailed with ENOENT", new Step.Just(r, new Entry.LinkFailed(r, "ENOENT")));
        steps.put("Adopt", new Step.Just(r, new Entry.Adopt(r)));
        steps.put("Operate", new Step.Just(r, new Work.Operate(r)));
        steps.put("Again", new Step.Just(r, new Work.Again(r)));
        steps.put("Reply", new Step.Replied(r));
        steps.put("Undelivered", new Step.TakenBack(r));
        steps.put("Reopen", new Step.Just(r, new Warming.Reopen(r)));
        steps.put("Warm", new Step.Just(r, new Warming.Warm(r)));
        steps.put("Unlink", new Step.Just(r, new Warming.Unlink(r)));
        steps.put("UnlinkFailed", new Step.Just(r, new Warming.UnlinkFailed(r)));
        steps.put("Reach", new Step.Just(r, new Shutting.Reach(r)));
        steps.put("Stale", new Step.Just(r, new Shutting.Stale(r)));
        steps.put("Regain", new Step.Just(r, new Shutting.Regain(r)));
        steps.put("Warmed", new Step.Just(r, new Warming.Warmed(r)));
        steps.put("Unpin", new Step.Left(r));
        List<String> all = new ArrayList<>();
        steps.forEach((name, step) -> {
            if (claim.world().allows(step)) {
                all.add(name + by(c, claim.nodeid()));
            }
        });
        int mount = claim.world().at(claim.nodeid()).mnt();
        if (claim.world().allows(new Step.Searched(r, mount))) {
            all.add("Open" + in(c, claim.nodeid()));
            all.add("Remove" + in(c, claim.nodeid()));
        }
        return all.isEmpty() ? List.of("nothing of request " + c.request) : all;
    }

    /** Of a node, or of somebody who means it by its nodeid. */
    static List<String> of(World w, long nodeid) {
        int n = w.node(nodeid);
        if (n == Model.NONE) {
            return List.of("nothing on nodeid " + nodeid);
        }
        Node node = w.at(nodeid);
        Map<String, Step> steps = new LinkedHashMap<>();
        String of = "(nodeid " + nodeid + ")";
        int held = w.knowledge().says(p -> p.state().held().get(n));
        steps.put("Forget" + of + " of at most " + held, new Step.Just(0, new Forgetting.Forget(n, 1)));
        steps.put(
                "Release" + of + (node.hold() == org.holdfast.spec.Hold.LINK ? " of its link" : " of its fd"),
                new Step.Just(0, new Forgetting.Release(n)));
        steps.put("ReleaseFailed" + of, new Step.Just(0, new Forgetting.ReleaseFailed(n)));
        steps.put("Shut" + of, new Step.Just(0, new Shutting.Shut(n)));
        steps.put("Drop" + of, new Step.Just(0, new Forgetting.Drop(n)));
        List<String> all = new ArrayList<>();
        steps.forEach((name, step) -> {
            if (w.allows(step)) {
                all.add(name);
            }
        });
        if (all.isEmpty()) {
            all.add("nothing on nodeid " + nodeid + ", which has " + node.pins() + " pins and count " + node.count());
        }
        return all;
    }

    static String by(Claims c, long nodeid) {
        return "(request " + c.request + ", nodeid " + nodeid + ")";
    }

    static String in(Claims c, long nodeid) {
        return "(request " + c.request + ", parent " + nodeid + ")";
    }
}
