package org.holdfast.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;
import org.holdfast.trace.Tracer;

/** The table against a map: counts, holds and draining nodes after every step of random sequences. */
final class NodeTableTest {
    private static final long ROOT_INO = 2;
    private static final int ROOT_FD = 5;
    private static final int OBJECTS = 5;
    private static final int BUDGET = 2;

    /** The steps of the lifecycle, as far as one thread can take them; FAIL and HOLD are lookups without a link. */
    enum Kind {
        LINK,
        FAIL,
        HOLD,
        PIN,
        UNPIN,
        FORGET,
        AGAIN,
        RELEASE,
        STICK,
        WARM,
        COOL
    }

    /** One step; what it is about is picked by number among what there is. */
    record Step(Kind kind, int which, int lookups) {}

    /** What the table should know of a node. */
    private static final class Node {
        final long nodeid;
        final long ino;
        long count = 1;
        int pins = 1;
        boolean linked;
        boolean budgeted;
        boolean draining;
        boolean queued;
        int fd = -1;

        Node(long nodeid, long ino) {
            this.nodeid = nodeid;
            this.ino = ino;
        }
    }

    private NodeTable table;
    private final Map<Long, Node> nodes = new LinkedHashMap<>();
    private final List<Pin> pins = new ArrayList<>();
    private final Set<Long> everUsed = new HashSet<>();
    private final Set<Integer> openFds = new HashSet<>();
    private int lastFd;
    private int budget;

    @BeforeTry
    void begin() {
        begin(0);
    }

    private void begin(int fds) {
        budget = fds;
        table = new NodeTable(
                ROOT_INO, 0, ROOT_FD, mount -> mount, new Budget(Policy.ADAPTIVE, fds, Integer.MAX_VALUE), Tracer.OFF);
        nodes.clear();
        pins.clear();
        openFds.clear();
        everUsed.clear();
        everUsed.add(NodeTable.ROOT);
        lastFd = 100;
    }

    @Property(tries = 1500)
    void everyStepLeavesTheTableEqualToTheModel(@ForAll("steps") List<Step> steps) {
        takeAll(steps);
    }

    @Property(tries = 1500)
    void withABudgetAsWell(@ForAll("steps") List<Step> steps) {
        begin(BUDGET);
        takeAll(steps);
    }

    private void takeAll(List<Step> steps) {
        for (Step step : steps) {
            take(step);
            compare();
        }
        drainAll();
        compare();
        assertThat(nodes).isEmpty();
        assertThat(openFds).isEmpty();
    }

    private void take(Step step) {
        switch (step.kind()) {
            case LINK, FAIL, HOLD -> lookup(step.which() % OBJECTS + 10, step.kind());
            case PIN -> pick(live(), step.which()).ifPresent(this::pin);
            case UNPIN -> pick(pins, step.which()).ifPresent(this::unpin);
            case FORGET -> pick(live(), step.which()).ifPresent(node -> forget(node, step.lookups()));
            case AGAIN -> pick(pins, step.which()).ifPresent(this::again);
            case RELEASE -> pick(queued(), step.which()).ifPresent(node -> release(node, true));
            case STICK -> pick(queued(), step.which()).ifPresent(node -> release(node, false));
            case WARM -> pick(pins, step.which()).ifPresent(this::warm);
            case COOL -> pick(live(), step.which()).ifPresent(node -> cool(node, step.lookups() > 0));
        }
    }

    private static <T> Optional<T> pick(List<T> list, int which) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list.get(which % list.size()));
    }

    private List<Node> live() {
        return nodes.values().stream().filter(node -> !node.draining).toList();
    }

    private List<Node> queued() {
        return nodes.values().stream().filter(node -> node.queued).toList();
    }

    private int openFd() {
        openFds.add(++lastFd);
        return lastFd;
    }

    private void lookup(long ino, Kind kind) {
        Node known = live().stream().filter(node -> node.ino == ino).findFirst().orElse(null);
        Pin pin = new Pin();
        int fd = openFd();
        boolean willLink = kind != Kind.HOLD;
        Resolution resolution = table.resolve(ino, 0, Pin.REGULAR, fd, table.now(), true, willLink, pin);
        pins.add(pin);
        if (known != null) {
            assertThat(resolution).isIn(Resolution.KNOWN, Resolution.KNOWN_UNSURE);
            assertThat(pin.nodeid()).isEqualTo(known.nodeid);
            known.count++;
            known.pins++;
            openFds.remove(fd);
            return;
        }
        assertThat(resolution).isIn(Resolution.NEW, Resolution.NEW_UNSURE);
        assertThat(everUsed.add(pin.nodeid()))
                .as("nodeid %x is new", pin.nodeid())
                .isTrue();
        Node node = new Node(pin.nodeid(), ino);
        node.fd = fd;
        node.budgeted = hasRoom();
        node.linked = kind == Kind.LINK && !node.budgeted;
        nodes.put(node.nodeid, node);
        assertThat(pin.budgeted).isEqualTo(node.budgeted);
        assertThat(pin.linking).isEqualTo(willLink && !node.budgeted);
        if (pin.linking) {
            table.endLink(pin, node.linked, 1, node.linked ? 2 : CtimeMask.NONE);
            assertThat(pin.isLinked()).isEqualTo(node.linked);
        }
    }

    private boolean hasRoom() {
        return nodes.values().stream().filter(node -> node.budgeted).count() < budget;
    }

    private void cool(Node node, boolean linked) {
        Pin pin = new Pin();
        boolean begun = table.beginCool(node.nodeid, pin);
        assertThat(begun).isEqualTo(node.budgeted);
        if (begun) {
            assertThat(pin.fd()).isEqualTo(node.fd);
            node.budgeted = false;
            node.linked = linked;
            node.pins++;
            table.endLink(pin, linked, 1, linked ? 2 : CtimeMask.NONE);
            assertThat(pin.isLinked()).isEqualTo(linked);
            unpin(pin);
        }
    }

    private void pin(Node node) {
        Pin pin = new Pin();
        assertThat(table.pin(node.nodeid, pin, true)).isTrue();
        assertThat(pin.isLinked()).isEqualTo(node.linked);
        assertThat(pin.workLinks).isEqualTo((int) nodes.values().stream()
                .filter(other -> other.ino == node.ino && other.linked)
                .count());
        node.pins++;
        pins.add(pin);
    }

    private void unpin(Pin pin) {
        Node node = nodes.get(pin.nodeid());
        pins.remove(pin);
        node.pins--;
        settle(node, table.unpin(pin));
    }

    private void forget(Node node, long lookups) {
        long taken = Math.min(lookups, node.count);
        node.count -= taken;
        node.draining = node.count == 0;
        settle(node, table.forget(node.nodeid, lookups));
    }

    /** What unpin and forget return must follow from the node's state. */
    private void settle(Node node, int outcome) {
        if (node.pins > 0) {
            assertThat(outcome).isEqualTo(Slots.NONE);
        } else if (node.draining && node.linked) {
            assertThat(outcome).isEqualTo(Outcome.DRAINED);
            node.queued = true;
        } else if (node.draining) {
            assertThat(outcome).isEqualTo(node.fd);
            assertThat(openFds.remove(outcome)).isTrue();
            nodes.remove(node.nodeid);
        } else if (node.linked && node.fd >= 0) {
            assertThat(outcome).isEqualTo(node.fd);
            assertThat(openFds.remove(outcome)).isTrue();
            node.fd = -1;
        } else {
            assertThat(outcome).isEqualTo(Slots.NONE);
        }
    }

    private void again(Pin pin) {
        Node node = nodes.get(pin.nodeid());
        assertThat(table.again(pin)).isEqualTo(!node.draining);
        node.count += node.draining ? 0 : 1;
    }

    private void release(Node node, boolean removed) {
        Pin pin = new Pin();
        table.beginRelease(node.nodeid, pin);
        assertThat(pin.nodeid()).isEqualTo(node.nodeid);
        if (pin.fd() >= 0) {
            assertThat(pin.fd()).isEqualTo(node.fd);
            openFds.remove(node.fd);
            node.fd = -1;
        }
        table.endRelease(pin, removed, 1, CtimeMask.NONE);
        node.queued = false;
        if (removed) {
            nodes.remove(node.nodeid);
        }
    }

    private void warm(Pin pin) {
        Node node = nodes.get(pin.nodeid());
        int fd = openFd();
        boolean begun = table.beginWarm(pin, fd);
        assertThat(begun).isEqualTo(node.linked && node.pins == 1 && node.fd < 0);
        if (begun) {
            assertThat(table.endWarm(pin, true, 1, 2)).isEqualTo(Slots.NONE);
            node.budgeted = hasRoom();
            assertThat(pin.budgeted).isEqualTo(node.budgeted);
            node.linked = false;
            node.fd = fd;
        } else {
            openFds.remove(fd);
        }
    }

    private void compare() {
        TableCounts counts = table.counts();
        long linked = nodes.values().stream().filter(node -> node.linked).count();
        assertThat(counts.live).isEqualTo(live().size() + 1);
        assertThat(counts.draining).isEqualTo(nodes.size() - live().size());
        assertThat(counts.links).isEqualTo(linked);
        assertThat(counts.budgeted)
                .isEqualTo(nodes.values().stream().filter(node -> node.budgeted).count());
        assertThat(counts.fds).isEqualTo(nodes.size() - linked + 1);
        for (Node node : nodes.values()) {
            assertThat(table.count(node.nodeid)).isEqualTo(node.draining ? 0 : node.count);
        }
    }

    private void drainAll() {
        List.copyOf(pins).forEach(this::unpin);
        live().forEach(node -> forget(node, Long.MAX_VALUE));
        queued().forEach(node -> release(node, true));
        // What was stuck is left to the removal of the workdir.
        List<Node> stuck = List.copyOf(nodes.values());
        stuck.forEach(node -> {
            assertThat(node.draining && node.linked).isTrue();
            release(node, true);
        });
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Kind> kinds = Arbitraries.frequency(
                Tuple.of(6, Kind.LINK),
                Tuple.of(2, Kind.FAIL),
                Tuple.of(2, Kind.HOLD),
                Tuple.of(3, Kind.PIN),
                Tuple.of(7, Kind.UNPIN),
                Tuple.of(6, Kind.FORGET),
                Tuple.of(1, Kind.AGAIN),
                Tuple.of(3, Kind.RELEASE),
                Tuple.of(1, Kind.STICK),
                Tuple.of(1, Kind.WARM),
                Tuple.of(2, Kind.COOL));
        return Combinators.combine(
                        kinds,
                        Arbitraries.integers().between(0, 20),
                        Arbitraries.integers().between(0, 4))
                .as(Step::new)
                .list()
                .ofMaxSize(80);
    }

    @Example
    void theRootIsThereFromTheBeginning() {
        Pin pin = new Pin();
        assertThat(table.pin(NodeTable.ROOT, pin, true)).isTrue();
        assertThat(pin.fd()).isEqualTo(ROOT_FD);
        assertThat(pin.kind()).isEqualTo(Pin.DIRECTORY);
        assertThat(table.unpin(pin)).isEqualTo(Slots.NONE);
    }

    /** How the attributes stand of one who read the clock at {@code seen} and resolves now. */
    private Resolution resolve(long seen, boolean willLink, Pin pin) {
        return table.resolve(10, 0, Pin.REGULAR, openFd(), seen, true, willLink, pin);
    }

    @Example
    void attributesFromBeforeAChangeOfALinkAreNotReliedOn() {
        Pin pin = new Pin();
        long beforeLink = table.now();
        assertThat(resolve(beforeLink, true, pin)).isEqualTo(Resolution.NEW);
        long duringLink = table.now();
        table.endLink(pin, true, 1, 2);
        long afterLink = table.now();
        for (long seen : new long[] {beforeLink, duringLink}) {
            assertThat(resolve(seen, true, new Pin())).isEqualTo(Resolution.KNOWN_UNSURE);
        }
        assertThat(resolve(afterLink, true, new Pin())).isEqualTo(Resolution.KNOWN);
        for (int i = 0; i < 4; i++) {
            table.unpin(pin);
        }
        assertThat(table.forget(pin.nodeid(), 4)).isEqualTo(Outcome.DRAINED);
        assertThat(resolve(afterLink, false, new Pin()))
                .as("until the release begins")
                .isEqualTo(Resolution.NEW);
    }

    @Example
    void attributesFromBeforeAReleaseAreNotReliedOn() {
        Pin first = new Pin();
        resolve(table.now(), true, first);
        table.endLink(first, true, 1, 2);
        long beforeRelease = table.now();
        table.unpin(first);
        table.forget(first.nodeid(), 1);
        table.beginRelease(first.nodeid(), first);
        long duringRelease = table.now();
        Pin during = new Pin();
        assertThat(resolve(duringRelease, false, during)).isEqualTo(Resolution.NEW_UNSURE);
        table.endRelease(first, true, 2, 3);
        table.unpin(during);
        table.forget(during.nodeid(), 1);
        for (long seen : new long[] {beforeRelease, duringRelease}) {
            Pin pin = new Pin();
            assertThat(resolve(seen, false, pin)).isEqualTo(Resolution.NEW_UNSURE);
            assertThat(CtimeMask.apply(3, pin.shownCtime, pin.actualCtime))
                    .as("ctime that our calls have moved")
                    .isEqualTo(1);
            table.unpin(pin);
            table.forget(pin.nodeid(), 1);
        }
        assertThat(resolve(table.now(), true, new Pin())).isEqualTo(Resolution.NEW);
    }

    @Example
    void inventedNodeidsAreUnknown() {
        Pin pin = new Pin();
        for (long nodeid : new long[] {0, 2, 64, 65, -1, Long.MIN_VALUE, 1L << 32 | 1, 0xffffffffL}) {
            assertThat(table.pin(nodeid, pin, false)).isFalse();
            assertThat(table.count(nodeid)).isZero();
            assertThat(table.forget(nodeid, 1)).isEqualTo(Slots.NONE);
        }
    }
}
