package org.holdfast.spec;

import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;

/**
 * The step by which policy "adaptive" begins to replace an fd by a link, when the budget is wanted for other nodes. Link,
 * LinkFailed and Adopt are the same as for a new node.
 */
public sealed interface Cooling extends Action {

    /** Under the lock: pins a node that has an fd by budget, to make its link. */
    record Cool(int r, int n) implements Cooling {
        @Override
        public boolean enabled(State s) {
            Node nd = s.node(n);
            return s.up()
                    && s.req(r).equals(Req.IDLE)
                    && nd.known()
                    && nd.why().equals("budget")
                    && !(s.has(Rule.OneAtATime) && s.busy(nd.obj()));
        }

        @Override
        public State apply(State s) {
            Node nd = s.node(n);
            Node pinned = s.has(Rule.CoolPins) ? nd.pins(nd.pins() + 1) : nd;
            return s.node(n, pinned.why("none"))
                    .req(r, Req.begun(Step.LINKING, Op.COOL, nd.mnt(), nd.obj()).node(n, Hold.FD));
        }
    }
}
