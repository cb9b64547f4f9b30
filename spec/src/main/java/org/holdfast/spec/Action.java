package org.holdfast.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * What happens at once: one system call, or one passage under the table's lock. Between two actions anything else may
 * happen. One record per TLA+ action, under the same name and with the same arguments; r is a request's slot, n a nodeid.
 */
public sealed interface Action permits Entry, Work, Warming, Forgetting, Host, Life {

    /** Whether the action can happen in s; TLA+: ENABLED. */
    boolean enabled(State s);

    /** The state after the action, which must be enabled in s. */
    State apply(State s);

    /** Whether the daemon owes this action as long as it is enabled; TLA+: Fairness. */
    default boolean fair() {
        return false;
    }

    /** The state after the action, or an IllegalStateException that names the action if it cannot happen in s. */
    default State step(State s) {
        if (!enabled(s)) {
            throw new IllegalStateException(this + " cannot happen in " + s);
        }
        return apply(s);
    }

    /** Every action that can ever be enabled in a model, in the order of TLA+: Next. */
    static List<Action> all(Model m) {
        List<Action> all = new ArrayList<>();
        for (int r : m.requests()) {
            all.add(new Entry.Resolve(r));
            all.add(new Entry.Find(r));
            all.add(new Entry.Insert(r));
            all.add(new Entry.Refuse(r));
            all.add(new Entry.Link(r));
            all.add(new Entry.Adopt(r));
            all.add(new Entry.LinkFailed(r, "ENOENT"));
            m.causes().forEach(cause -> all.add(new Entry.LinkFailed(r, cause)));
            all.add(new Warming.Warm(r));
            all.add(new Warming.Unlink(r));
            all.add(new Warming.UnlinkFailed(r));
            all.add(new Warming.Warmed(r));
            all.add(new Work.Operate(r));
            all.add(new Work.Reply(r));
            all.add(new Work.Undelivered(r));
            all.add(new Work.Unpin(r));
            all.add(new Work.Again(r));
            all.add(new Warming.Reopen(r));
            m.names().forEach(name -> all.add(new Entry.Open(r, name)));
            m.nodeids().forEach(n -> all.add(new Work.Pin(r, n)));
        }
        for (int n : m.nodeids()) {
            all.add(new Forgetting.Release(n));
            all.add(new Forgetting.Drop(n));
            for (int k = 1; k <= m.maxLookups(); k++) {
                all.add(new Forgetting.Forget(n, k));
            }
        }
        for (String name : m.names()) {
            all.add(new Host.HostRemove(name));
            m.kinds().forEach(kind -> m.inos().forEach(ino -> all.add(new Host.HostCreate(name, kind, ino))));
            m.names().forEach(to -> all.add(new Host.HostLink(name, to)));
            m.names().forEach(to -> all.add(new Host.HostRename(name, to)));
        }
        all.add(new Life.Crash());
        all.add(new Life.Restart());
        all.add(new Life.Reset());
        m.linkNames().forEach(l -> all.add(new Life.Sweep(l)));
        return List.copyOf(all);
    }
}
