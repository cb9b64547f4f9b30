package org.holdfast.node;

import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.holdfast.os.Errno;

/**
 * Guard: before the client removes or moves a name of an object that has nothing but its file handle or place, or could come
 * to that, its node gets an fd and is pinned. So it is as good as before for those who know it.
 */
public final class Guarding {
    private final NodeTable table;
    private final Placing placing;
    private final Shutting shutting;
    private final ToIntFunction<Pin> regain;
    private final Consumer<Pin> unpin;

    Guarding(NodeTable table, Placing placing, Shutting shutting, ToIntFunction<Pin> regain, Consumer<Pin> unpin) {
        this.table = table;
        this.placing = placing;
        this.shutting = shutting;
        this.regain = regain;
        this.unpin = unpin;
    }

    /**
     * Before the client removes a name in a pinned directory, or puts another object there. {@link #end} must follow, after the
     * removal or instead of it.
     *
     * @return 0 or a negated errno
     */
    public int beforeRemoval(Pin parent, long name, Visit visit) {
        Pin pin = visit.pin();
        pin.request = parent.request;
        if (!shutting.isWanted(parent, name, visit)
                || !table.guard(
                        visit.attributes().ino(),
                        parent.mountNumber,
                        visit.attributes().mode() >> 12,
                        pin)) {
            return 0;
        }
        pin.mount = parent.mount;
        int error = pin.isAway() ? regain.applyAsInt(pin) : 0;
        pin.guarded = error == 0;
        return error == -Errno.ESTALE ? 0 : error;
    }

    /** The same before UNLINK, which takes no directory away. */
    public int beforeUnlink(Pin parent, long name, Visit visit) {
        return parent.mount.shutsFiles() ? beforeRemoval(parent, name, visit) : 0;
    }

    /** The same before the client moves what bears the name: only what is found by its place needs it. */
    public int beforeMove(Pin parent, long name, Visit visit) {
        int error = placing.isUsed() ? beforeRemoval(parent, name, visit) : 0;
        if (visit.pin().guarded) {
            placing.moves();
        }
        return error;
    }

    /** Ends what one of the others has begun, whatever it has said; nothing without one. */
    public void end(Visit visit) {
        Pin pin = visit.pin();
        if (pin.guarded) {
            pin.guarded = false;
            unpin.accept(pin);
        }
        if (pin.guard != null) {
            pin.guard.unguard();
            pin.guard = null;
        }
    }
}
