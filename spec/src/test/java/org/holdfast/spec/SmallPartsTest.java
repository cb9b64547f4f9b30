package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;

/** What no count of states shows: who owes a step, what things look like, and what the explorer is made of. */
class SmallPartsTest {
    private static ModelFile.Entry model(String name) {
        return ModelFile.all().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    private static List<Explorer.Step> failure(String name) {
        ModelFile.Entry e = model(name);
        return Explorer.explore(e.model(), e.check(), 20_000, 1, now -> {})
                .violation()
                .orElseThrow()
                .steps();
    }

    /** TLA+: Fairness. */
    @Test
    void whoOwesAStep() {
        Set<String> owed = new TreeSet<>();
        Set<String> free = new TreeSet<>();
        ModelFile.all().forEach(e -> Action.all(e.model()).forEach(a -> {
            boolean foreign = a instanceof Life.Sweep s && s.l() == Model.FOREIGN;
            (a.fair() ? owed : free).add(a.getClass().getSimpleName() + (foreign ? " of a foreign entry" : ""));
        }));
        assertThat(String.join(" ", owed))
                .isEqualTo(
                        "Adopt Detach Drop Find Insert Link LinkFailed Operate Reach Refuse Regain Release ReleaseFailed Reply Resolve Restart Stale Sweep"
                                + " Undelivered Unlink UnlinkFailed Unpin Warm Warmed");
        assertThat(String.join(" ", free))
                .isEqualTo(
                        "Again Aim Attach Cool Crash Forget Guard HostChange HostCreate HostLink HostRemove HostRename Move Open Pin"
                                + " Remove Rename Reopen Reset Shut Sweep of a foreign entry");
    }

    @Test
    void theContractBeginsWithNothing() {
        State s = State.init(model("link-pair").model());
        assertThat(InodeContract.of(s).init()).isTrue();
        assertThat(InodeContract.of(s.held(2, 1)).init()).isFalse();
        State named = s.names(s.names().except(new Place(Place.top(1), "a"), 1));
        InodeContract seen = InodeContract.of(s);
        assertThat(new InodeContract(List.of(named.names()), seen.held(), seen.means(), seen.ask(), seen.residue())
                        .init())
                .isFalse();
        assertThat(new InodeContract(seen.names(), seen.held(), seen.means(), seen.ask(), Set.of(2)).init())
                .isFalse();
    }

    @Test
    void functions() {
        Fn<Integer, String> f = Fn.of(List.of(2, 1), k -> "v" + k);
        assertThat(f).hasToString("{1=v1, 2=v2}").isEqualTo(Fn.of(Set.of(1, 2), k -> "v" + k));
        assertThat(f).isNotEqualTo(f.except(1, "x")).isNotEqualTo(Fn.of(List.of(1, 3), k -> k == 1 ? "v1" : "v2"));
        assertThat(f.hashCode()).isNotEqualTo(f.except(1, "x").hashCode());
        assertThat(f.has(1)).isTrue();
        assertThat(f.has(3)).isFalse();
        assertThatThrownBy(() -> f.get(3)).hasMessage("3 is not in [1, 2]");
        assertThat(new Place(-1, "a")).hasToString("-1/a");
    }

    @Test
    void objectsThroughMounts() {
        ModelFile.Entry e = model("mounts");
        e.constants().put("MaxObjects", 3);
        Model m = e.model();
        assertThat(List.of(m.view(1, 2), m.view(2, 1), m.view(2, 3), m.view(2, Model.NONE)))
                .containsExactly(2, 4, 6, Model.NONE);
        assertThat(List.of(m.objectIn(2), m.objectIn(4), m.objectIn(6))).containsExactly(2, 1, 3);
        assertThat(List.of(m.mountIn(3), m.mountIn(4), m.mountIn(6))).containsExactly(1, 2, 2);
    }

    @Test
    void whatPropertiesAreAbout() {
        Property states = Property.invariant("of states", s -> false);
        Property steps = Property.action("of steps", (s, t) -> false);
        assertThat(List.of(states.ofStates(), steps.ofSteps())).containsOnly(true);
        assertThat(List.of(states.ofSteps(), steps.ofStates())).containsOnly(false);
    }

    @Test
    void statesHaveHashes() {
        State s = State.init(model("link-pair").model());
        assertThat(s.hashCode()).isNotEqualTo(s.held(2, 1).hashCode());
    }

    /** The same in every JVM: these were computed in another one. */
    @Test
    void fingerprintsStay() {
        List<String> got = new ArrayList<>();
        for (String name : List.of("no-one-at-a-time", "no-unlink-by-name", "no-sweep-first", "no-warm-undone")) {
            long all = failure(name).stream()
                    .mapToLong(step -> Fingerprint.of(step.state()))
                    .sum();
            got.add(Long.toHexString(all));
        }
        assertThat(String.join(" ", got))
                .isEqualTo("4be89f0598e89a90 5482a3294f6ef105 54b2ea8cffc63603 d9360177f12bfed");
    }

    /** TLA+: Warm. Whoever works through the link keeps it, unless the rule is missing; an fd stays an fd. */
    @Test
    void aLinkInUseIsReplacedOnlyWithoutTheRule() {
        for (String name : List.of("link-warm", "no-warm-alone")) {
            for (Hold hold : List.of(Hold.LINK, Hold.FD)) {
                Node used = new Node(Node.Phase.LIVE, 1, 1, 1, 2, hold, hold == Hold.FD, "none");
                State s = State.init(model(name).model())
                        .object(List.of(new Obj("file", 1, 1, Ctime.LAST)))
                        .node(2, used)
                        .req(1, Req.begun(Req.Step.REOPENED, Req.Op.WARM, 1, 1).node(2, Hold.LINK));
                boolean replaced = name.equals("no-warm-alone") && hold == Hold.LINK;
                assertThat(new Warming.Warm(1).apply(s).req(1).step())
                        .as("%s, %s", name, hold)
                        .isEqualTo(replaced ? Req.Step.WARMING : Req.Step.READY);
            }
        }
    }

    /** No two of these states have the same fingerprint, though each differs from the first one in one place only. */
    @Test
    void everythingInAStateDecidesAboutItsFingerprint() {
        State s = State.init(model("link-pair").model()).object(List.of(new Obj("file", 1, 1, Ctime.LAST)));
        Node n = new Node(Node.Phase.LIVE, 1, 1, 1, 1, Hold.FD, true, "dir");
        Req.Attr seen = new Req.Attr(1, 1, Ctime.LAST);
        Req q = new Req(Req.Step.READY, Req.Op.ATTR, 1, 1, 1, 1, Hold.FD, seen);
        State at = s.node(2, n).req(1, q);
        List<State> all = new ArrayList<>(List.of(s, at));
        for (int i : List.of(2, 3)) { // more than one bit
            for (Node other : List.of(
                    n.count(i),
                    n.pins(i),
                    n.kin(i),
                    n.at("x" + i),
                    n.kids(i),
                    new Node(n.phase(), i, n.obj(), 1, 1, n.hold(), true, n.why()),
                    new Node(n.phase(), 1, i, 1, 1, n.hold(), true, n.why()))) {
                all.add(at.node(2, other));
            }
            for (Req other : List.of(
                    q.dir(i),
                    q.node(i, q.via()),
                    new Req(q.step(), q.op(), i, 1, 1, 1, q.via(), seen),
                    new Req(q.step(), q.op(), 1, i, 1, 1, q.via(), seen),
                    q.seen(new Req.Attr(i, 1, Ctime.LAST)),
                    q.seen(new Req.Attr(1, i, Ctime.LAST)))) {
                all.add(at.req(1, other));
            }
            all.addAll(List.of(at.last(i), at.held(2, i), at.means(2, i), at.workdir(2, i)));
            all.add(at.object(List.of(new Obj("file", i, 1, Ctime.LAST))));
            all.add(at.object(List.of(new Obj("file", 1, i, Ctime.LAST))));
        }
        for (Node other : List.of(
                n.phase(Node.Phase.DRAINING),
                n.phase(Node.Phase.RELEASED),
                n.hold(Hold.LINK),
                n.fd(false),
                n.why("x"))) {
            all.add(at.node(2, other));
        }
        for (Req other : List.of(
                q.step(Req.Step.LINKED),
                q.step(Req.Step.SETTLED),
                q.op(Req.Op.ENTRY),
                q.op(Req.Op.NAME),
                q.node(1, Hold.LINK),
                q.seen(new Req.Attr(1, 1, Ctime.LATE)))) {
            all.add(at.req(1, other));
        }
        all.addAll(List.of(
                at.up(false),
                at.object(List.of()),
                at.object(List.of(new Obj("dir", 1, 1, Ctime.LAST))),
                at.object(List.of(new Obj("file", 1, 1, Ctime.OWN))),
                at.names(at.names().except(new Place(Place.top(1), "a"), 1))));
        assertThat(all.stream().map(Fingerprint::of)).doesNotHaveDuplicates();
    }

    @Test
    void theSetOfFingerprintsGrows() {
        SeenSet set = new SeenSet();
        assertThat(set.bytes()).isEqualTo(64 * 64 * 8);
        Set<Long> same = new HashSet<>();
        new Random(1).longs(6_000).map(l -> l | 1).forEach(l -> {
            assertThat(set.contains(l)).isEqualTo(same.contains(l));
            assertThat(set.add(l)).isEqualTo(same.add(l));
            assertThat(set.add(l)).isFalse();
        });
        assertThat(same).allMatch(set::contains);
        assertThat(set.bytes()).isBetween(64 * 128 * 8L, 64 * 256 * 8L);
        assertThat(List.of(SeenSet.shard(-1L), SeenSet.shard(1L), SeenSet.shard(1L << 58)))
                .containsExactly(63, 0, 1);
    }

    @Test
    void aShardGrowsWhenThreeQuartersAreTaken() {
        SeenSet set = new SeenSet();
        for (long l = 1; l <= 48; l++) {
            set.add(l);
        }
        assertThat(set.bytes()).isEqualTo(64 * 64 * 8);
        set.add(49);
        assertThat(set.bytes()).isEqualTo(65 * 64 * 8);
    }

    @Test
    void ancestorsTakeSixBytes() {
        Ancestors ancestors = new Ancestors();
        ancestors.add(0, 0);
        ancestors.add(0, 7);
        ancestors.add(1, 5);
        assertThat(ancestors.actionsTo(2)).containsExactly(7, 5);
        assertThat(ancestors.bytes()).isEqualTo(65_536 * 6);
    }

    @Test
    void progressAndTheEndOfPatience() {
        ModelFile.Entry e = model("fd");
        e.constants().putAll(Map.of("Requests", List.of(1), "MaxLookups", 1, "MaxNodeid", 2));
        List<Integer> heard = new ArrayList<>();
        Explorer.Result got =
                Explorer.explore(e.model(), List.of(), 1_000, (java.util.function.IntConsumer) heard::add);
        assertThat(got).isEqualTo(Explorer.explore(e.model(), List.of(), 1_000));
        assertThat(got.bytes()).isEqualTo(64 * 64 * 8 + 65_536 * 6);
        assertThat(heard).isSorted().startsWith(1).endsWith(got.states());
        List<Explorer.Progress> more = new ArrayList<>();
        Explorer.explore(e.model(), List.of(), 1_000, 1, more::add);
        assertThat(more).extracting(Explorer.Progress::states).isEqualTo(heard);
        assertThat(more).allMatch(now -> now.left() >= 1 && now.left() <= now.states());
        assertThat(more)
                .extracting(Explorer.Progress::depth)
                .startsWith(1, 2, 3)
                .endsWith(got.depth());
        assertThatThrownBy(() -> Explorer.explore(e.model(), List.of(), 100))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("more than 100 states");
    }
}
