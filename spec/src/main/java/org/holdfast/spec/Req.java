package org.holdfast.spec;

/**
 * A request in flight; TLA+: req[r].
 *
 * @param step how far it has come
 * @param op what is asked
 * @param mnt the mount through which the client asks; 0 for none
 * @param obj the object that the client means: what bore the name, or what the nodeid denotes; 0 for none
 * @param dir the node of the directory in which it has looked for a name, pinned; 0 for the top of a mount
 * @param node the node it works on; 0 before it is resolved
 * @param via the hold it has pinned
 * @param seen the attributes that the reply will show
 */
public record Req(Step step, Op op, int mnt, int obj, int dir, int node, Hold via, Attr seen) {

    /** TLA+: Idle. */
    public static final Req IDLE =
            new Req(Step.IDLE, Op.NONE, 0, Model.NONE, Model.NONE, Model.NONE, Hold.NONE, Attr.NONE);

    /** How far a request has come: the name of the step that it has behind it, or of the one that it is about to take. */
    public enum Step {
        /** No request. */
        IDLE,
        /** Has an fd of its own on the object. */
        OPENED,
        /** Has looked into the table and not yet changed it: only without {@link Rule#LockResolve}. */
        FOUND,
        /** Has looked who bears the name that it is to move: only without {@link Rule#UnlinkByName}. */
        AIMED,
        /** Is to make the work link. */
        LINKING,
        /** Has made the work link, which the table does not know. */
        LINKED,
        /** Has pinned a directory that has nothing but its file handle. */
        AWAY,
        /** Has opened the directory by its file handle, which the table does not know. */
        REACHED,
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
        /** Has replied, or could not, and has claims to give up. */
        SETTLED
    }

    /** What is asked. */
    public enum Op {
        /** Nothing. */
        NONE,
        /** A nodeid that counts, and attributes. */
        ENTRY,
        /** Attributes. */
        ATTR,
        /** Attributes, of a node that is to be held by an fd. */
        WARM,
        /** By the daemon itself: that a node is held by a link. */
        COOL,
        /** By the daemon itself: that a directory has an fd while the client removes its name. */
        GUARD,
        /** That a name be removed or changed. */
        NAME
    }

    /**
     * Attributes of an object as a reply shows them.
     *
     * @param obj the object reached, 0 if the hold led nowhere
     * @param nlink its number of names
     * @param ctime what its ctime is
     */
    public record Attr(int obj, int nlink, Ctime ctime) {
        /** TLA+: NoAttr. */
        public static final Attr NONE = new Attr(Model.NONE, 0, Ctime.NONE);
    }

    /** A request that has just begun, on an object. */
    static Req begun(Step step, Op op, int mnt, int obj) {
        return new Req(step, op, mnt, obj, Model.NONE, Model.NONE, Hold.NONE, Attr.NONE);
    }

    boolean at(Step... steps) {
        for (Step s : steps) {
            if (step == s) {
                return true;
            }
        }
        return false;
    }

    /** The directory that it has pinned and is to open by its file handle; TLA+: Target(r). */
    int target() {
        return dir != Model.NONE ? dir : node;
    }

    /** Whether it works on a node; TLA+: r \in Working. */
    boolean working() {
        return node != Model.NONE && step != Step.FOUND;
    }

    Req step(Step next) {
        return new Req(next, op, mnt, obj, dir, node, via, seen);
    }

    Req op(Op next) {
        return new Req(step, next, mnt, obj, dir, node, via, seen);
    }

    Req dir(int n) {
        return new Req(step, op, mnt, obj, n, node, via, seen);
    }

    Req node(int n, Hold by) {
        return new Req(step, op, mnt, obj, dir, n, by, seen);
    }

    Req seen(Attr next) {
        return new Req(step, op, mnt, obj, dir, node, via, next);
    }
}
