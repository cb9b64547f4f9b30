package org.holdfast.verify;

import static org.holdfast.spec.Model.NONE;

import java.util.List;
import java.util.stream.Stream;
import org.holdfast.spec.Action;
import org.holdfast.spec.Entry;
import org.holdfast.spec.Hold;
import org.holdfast.spec.Model;
import org.holdfast.spec.Placing;
import org.holdfast.spec.Req;
import org.holdfast.spec.Rule;
import org.holdfast.spec.State;
import org.holdfast.spec.Warming;
import org.holdfast.spec.Work;

/**
 * What one event tells of the model of one inode: an {@link Action}, with the unseen ones that must have come before it.
 * r is a request's slot and n a node's number there.
 */
sealed interface Step {
    /** What may be after it; nothing if it cannot have happened in this state. */
    Stream<Possible> from(Possible p);

    /** An action that is told of as it is. */
    record Just(int r, Action action) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            return r == NONE
                    ? act(p.state(), action).map(p::with)
                    : act(p.state(), action).map(s -> p.with(s, r));
        }
    }

    /** The inode needs more room. */
    record Grow(Shape to) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            List<Integer> looks = Stream.concat(p.looks().stream(), Stream.generate(() -> 0))
                    .limit(to.requests())
                    .toList();
            return Stream.of(new Possible(to.of(p.state()), looks));
        }
    }

    /**
     * Open, told of when it was not known of which inode, then Resolve, and LinkFailed if no link is even tried. n is the
     * node that is found, or that a new one becomes, which has an fd within the budget or not.
     */
    record Resolved(int r, int mount, int n, boolean fresh, boolean linking, boolean budgeted) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            State s = p.state();
            Req opened =
                    new Req(Req.Step.OPENED, Req.Op.ENTRY, mount, Shape.OBJECT, NONE, NONE, Hold.NONE, Req.Attr.NONE);
            int last = fresh ? n - 1 : s.model().maxNodeid();
            return within(budgeted, request(last(s, last), r, opened), new Entry.Resolve(r))
                    .filter(after -> after.req(r).node() == n)
                    .filter(after -> !fresh || after.node(n).why().equals("budget") == budgeted)
                    .flatMap(this::unlinked)
                    .map(after -> p.with(last(after, Model.ROOT), r));
        }

        private Stream<State> unlinked(State s) {
            if (budgeted || (s.req(r).step() == Req.Step.LINKING) == linking) {
                return Stream.of(s);
            }
            return linking
                    ? Stream.empty()
                    : Stream.of("ENOENT", Shape.OTHER_CAUSE).flatMap(why -> act(s, new Entry.LinkFailed(r, why)));
        }
    }

    /** LinkFailed, told of after no link was tried. */
    record Told(int r, String cause) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            Req q = p.state().req(r);
            boolean failed = q.step() == Req.Step.READY
                    && q.op() == Req.Op.ENTRY
                    && p.node(q.node()).why().equals(cause);
            return failed ? Stream.of(p) : Stream.empty();
        }
    }

    /** Operate; directories and the names that an object has beyond the first are not looked at. */
    record Operated(int r, int links, boolean named) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            if (!p.hasLooked(r, Possible.look(links, named))) {
                return Stream.empty();
            }
            Req.Attr seen = new Req.Attr(Shape.OBJECT, named ? 1 : 0, org.holdfast.spec.Ctime.LAST);
            return Stream.of(p.with(answered(p.state(), r, seen), r));
        }
    }

    /** Reply with an entry; Operate was not told of if the attributes were taken while it was resolved. */
    record Replied(int r) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            State s = p.state();
            if (s.req(r).op() != Req.Op.ENTRY) {
                return Stream.empty();
            }
            if (s.req(r).step() == Req.Step.READY) {
                if (!p.hasLooked(r, -1)) {
                    return Stream.empty();
                }
                s = answered(s, r, new Req.Attr(Shape.OBJECT, 1, org.holdfast.spec.Ctime.LAST));
            }
            return act(s, new Work.Reply(r)).map(after -> p.with(after, r));
        }
    }

    /** Undelivered, of an entry that nobody was told of; it shows no attributes. */
    record TakenBack(int r) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            if (p.state().req(r).op() != Req.Op.ENTRY) {
                return Stream.empty();
            }
            return operated(p.state(), r)
                    .flatMap(s -> act(s, new Work.Undelivered(r)))
                    .map(s -> p.with(s, r));
        }
    }

    /** Remove, Rename: done in the directory that r has pinned; which name it was is not told. */
    record Named(int r, int mount) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            Req q = p.state().req(r);
            if (p.state().dir(r, mount) == NONE) {
                return Stream.empty();
            }
            return Stream.of(p.with(
                    request(
                            p.state(),
                            r,
                            new Req(
                                    Req.Step.ANSWERED,
                                    Req.Op.NAME,
                                    q.mnt(),
                                    q.obj(),
                                    q.dir(),
                                    q.node(),
                                    q.via(),
                                    q.seen())),
                    r));
        }
    }

    /** Open, in the directory that r has pinned: it works there still. */
    record Searched(int r, int mount) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            return p.state().dir(r, mount) == NONE ? Stream.empty() : Stream.of(p);
        }
    }

    /** Attach or Detach of a directory below: that is another inode. */
    record Kept(int n, int more) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            return Stream.of(p.with(Placing.kept(p.state(), n, more)));
        }
    }

    /** Warmed. */
    record Warmed(int r, boolean budgeted) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            return within(budgeted, p.state(), new Warming.Warmed(r)).map(s -> p.with(s, r));
        }
    }

    /**
     * Unpin. A request that replies with no entry has shown no attributes, or Operate was told of; its reply is not. An
     * entry must have been replied or taken back.
     */
    record Left(int r) implements Step {
        @Override
        public Stream<Possible> from(Possible p) {
            State s = p.state();
            Stream<State> replied = s.req(r).op() == Req.Op.ENTRY || s.req(r).step() == Req.Step.SETTLED
                    ? Stream.of(s)
                    : operated(s, r).flatMap(answered -> act(answered, new Work.Reply(r)));
            return replied.filter(now -> now.req(r).step() == Req.Step.SETTLED)
                    .flatMap(now -> act(now, new Work.Unpin(r)))
                    .map(now -> p.with(now, r));
        }
    }

    private static Stream<State> act(State s, Action a) {
        return a.enabled(s) ? Stream.of(a.apply(s)) : Stream.empty();
    }

    /** An action while the budget, which all inodes share, has something left or not. */
    private static Stream<State> within(boolean budget, State s, Action a) {
        return act(in(model(s.model(), budget ? Integer.MAX_VALUE : 0, s.model().without()), s), a)
                .map(after -> in(s.model(), after));
    }

    /** Operate, by a request that shows no attributes and so need not wait for links that come or go. */
    private static Stream<State> operated(State s, int r) {
        if (s.req(r).step() != Req.Step.READY) {
            return Stream.of(s);
        }
        Model m = s.model();
        Model hasty = model(m, m.budget(), java.util.Set.of(Rule.MaskWaits));
        return act(in(hasty, s), new Work.Operate(r)).map(after -> in(m, after));
    }

    private static Model model(Model m, int budget, java.util.Set<Rule> without) {
        return new Model(
                m.names(),
                m.kinds(),
                m.inos(),
                m.maxObjects(),
                m.mounts(),
                m.bind(),
                m.maxNodeid(),
                m.requests(),
                m.maxLookups(),
                m.ops(),
                m.policy(),
                budget,
                m.causes(),
                m.crashes(),
                without);
    }

    private static State in(Model m, State s) {
        return new State(
                m, s.names(), s.object(), s.workdir(), s.node(), s.last(), s.req(), s.up(), s.held(), s.means());
    }

    private static State answered(State s, int r, Req.Attr seen) {
        Req q = s.req(r);
        return request(s, r, new Req(Req.Step.ANSWERED, q.op(), q.mnt(), q.obj(), q.dir(), q.node(), q.via(), seen));
    }

    private static State request(State s, int r, Req q) {
        return new State(
                s.model(),
                s.names(),
                s.object(),
                s.workdir(),
                s.node(),
                s.last(),
                s.req().except(r, q),
                s.up(),
                s.held(),
                s.means());
    }

    /** Numbers of nodes are the checker's own: a free one is given again, and is the lowest after {@code last}. */
    private static State last(State s, int last) {
        return new State(
                s.model(), s.names(), s.object(), s.workdir(), s.node(), last, s.req(), s.up(), s.held(), s.means());
    }
}
