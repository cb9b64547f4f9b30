package org.holdfast.spec;

/**
 * A request in flight; TLA+: req[r].
 *
 * @param step how far it has come
 * @param op whether it replies with an entry, which is counted, or with attributes only
 * @param obj the object that the client means: what bore the name, or what the nodeid denotes; 0 for none
 * @param node the node it works on; 0 before it is resolved
 * @param via the hold it has pinned
 * @param seen the attributes that the reply will show
 */
public record Req(Step step, Op op, int obj, int node, Hold via, Attr seen) {

    /** TLA+: Idle. */
    public static final Req IDLE = new Req(Step.IDLE, Op.NONE, Model.NONE, Model.NONE, Hold.NONE, Attr.NONE);

    /** How far a request has come: the name of the step that it has behind it, or of the one that it is about to take. */
    public enum Step {
        /** No request. */
        IDLE,
        /** Has an fd of its own on the object. */
        OPENED,
        /** Has looked into the table and not yet changed it: only without {@link Rule#LockResolve}. */
        FOUND,
        /** Is to make the work link. */
        LINKING,
        /** Has made the work link, which the table does not know. */
        LINKED,
        /** Has pinned the node. */
        READY,
        /** Has opened the work link anew, to hold the node by an fd. */
        REOPENED,
        /** Is to remove the work link of the node that an fd holds from now on. */
        WARMING,
        /** Has removed the work link, which the table does not know. */
        UNLINKED,
        /** Has the answer. */
        ANSWERED,
        /** Has replied, or could not. */
        SETTLED
    }

    /** What the reply carries. */
    public enum Op {
        /** No request. */
        NONE,
        /** A nodeid that counts, and attributes. */
        ENTRY,
        /** Attributes. */
        ATTR,
        /** Attributes, of a node that is to be held by an fd. */
        WARM
    }

    /**
     * Attributes of an object as a reply shows them.
     *
     * @param obj the object reached, 0 if the hold led nowhere
     * @param nlink its number of names
     */
    public record Attr(int obj, int nlink) {
        /** TLA+: NoAttr. */
        public static final Attr NONE = new Attr(Model.NONE, 0);
    }

    boolean at(Step... steps) {
        for (Step s : steps) {
            if (step == s) {
                return true;
            }
        }
        return false;
    }

    Req step(Step next) {
        return new Req(next, op, obj, node, via, seen);
    }

    Req op(Op next) {
        return new Req(step, next, obj, node, via, seen);
    }

    Req node(int n, Hold by) {
        return new Req(step, op, obj, n, by, seen);
    }

    Req seen(Attr next) {
        return new Req(step, op, obj, node, via, next);
    }
}
