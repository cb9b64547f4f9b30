package org.holdfast.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What happens at once: one system call, or one passage under the table's lock. Between two actions anything else may
 * happen. One record per TLA+ action, under the same name and with the same arguments; r is a request's slot, n a nodeid,
 * m a mount, d and e are directories, x and y names, o is an object.
 */
public sealed interface Action
        permits Entry, Work, Naming, Cooling, Shutting, Placing, Warming, Forgetting, Host, Life {

    /** Steps that only a daemon takes which is without a rule: find and insert apart, or names moved away. */
    Set<String> ONLY_WITHOUT_A_RULE = Set.of("Find", "Insert", "Aim", "Move");

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
            all.add(new Shutting.Reach(r));
            all.add(new Shutting.Stale(r));
            all.add(new Shutting.Regain(r));
            all.add(new Work.Operate(r));
            all.add(new Work.Reply(r));
            all.add(new Work.Undelivered(r));
            all.add(new Work.Unpin(r));
            all.add(new Work.Again(r));
            all.add(new Warming.Reopen(r));
            for (int mount : m.mounts()) {
                for (String x : m.names()) {
                    all.add(new Entry.Open(r, mount, x));
                    all.add(new Naming.Remove(r, mount, x));
                    for (int d : m.dirs()) {
                        for (int e : m.dirs()) {
                            m.names().forEach(y -> all.add(new Naming.Rename(r, mount, d, x, e, y)));
                        }
                    }
                }
            }
            for (int n : m.nodeids()) {
                all.add(new Work.Pin(r, n));
                all.add(new Cooling.Cool(r, n));
                all.add(new Shutting.Guard(r, n));
                all.add(new Naming.Aim(r, n));
            }
            m.names().forEach(x -> all.add(new Naming.Move(r, x)));
        }
        for (int n : m.nodeids()) {
            all.add(new Forgetting.Release(n));
            all.add(new Forgetting.ReleaseFailed(n));
            all.add(new Forgetting.Drop(n));
            all.add(new Shutting.Shut(n));
            all.add(new Placing.Detach(n));
            all.add(new Placing.Attach(n, Model.ROOT));
            m.nodeids().forEach(p -> all.add(new Placing.Attach(n, p)));
            for (int k = 1; k <= m.maxLookups(); k++) {
                all.add(new Forgetting.Forget(n, k));
            }
        }
        host(m, all);
        all.add(new Life.Crash());
        all.add(new Life.Restart());
        all.add(new Life.Reset());
        m.linkNames().forEach(l -> all.add(new Life.Sweep(l)));
        return List.copyOf(all);
    }

    private static void host(Model m, List<Action> all) {
        for (int d : m.dirs()) {
            for (String x : m.names()) {
                all.add(new Host.HostRemove(d, x));
                m.kinds().forEach(kind -> m.inos().forEach(ino -> all.add(new Host.HostCreate(d, x, kind, ino))));
                for (int e : m.dirs()) {
                    m.names().forEach(y -> all.add(new Host.HostLink(d, x, e, y)));
                    m.names().forEach(y -> all.add(new Host.HostRename(d, x, e, y)));
                }
            }
        }
        for (int o = 1; o <= m.maxObjects(); o++) {
            all.add(new Host.HostChange(o));
        }
    }
}
