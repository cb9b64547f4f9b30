package org.holdfast.spec.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.holdfast.spec.Action;
import org.holdfast.spec.Ctime;
import org.holdfast.spec.Hold;
import org.holdfast.spec.Model;
import org.holdfast.spec.Node;
import org.holdfast.spec.Node.Phase;
import org.holdfast.spec.Req;
import org.holdfast.spec.Req.Attr;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;
import org.holdfast.spec.State;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;

/** Steps, goals and ends in their words. */
class TellingTest {
    private static final String LOOKED_UP = "HostCreate -1 a file 1; Open 1 1 a; Resolve 1";

    private static Model model(String name) {
        return ModelFile.all()
                .filter(e -> e.name().equals(name))
                .findFirst()
                .orElseThrow()
                .model();
    }

    /** A model that nobody has asked for before: what is kept by model, request or node is not there yet. */
    private static Model fresh() {
        Model m = model("fd");
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
                unique(),
                m.causes(),
                m.crashes(),
                m.without());
    }

    private static int unique() {
        return (int) System.nanoTime();
    }

    /** The telling of these steps, and its lines. */
    private static Telling tell(Model m, String steps, List<Line> lines) {
        Moves moves = Moves.of(m);
        Telling telling = new Telling(m);
        for (String step : steps.split("; ")) {
            lines.addAll(telling.take(moves.read(step).orElseThrow(), List.of()));
        }
        return telling;
    }

    private static String goal(Model m, String before, String step) {
        Telling telling = tell(m, before, new ArrayList<>());
        Set<String> known = new TreeSet<>(telling.goals());
        telling.take(Moves.of(m).read(step).orElseThrow(), List.of());
        return telling.goals().stream()
                .filter(g -> g.startsWith("step ") && !known.contains(g))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void movesAreThoseOfTheModel() {
        Model m = fresh();
        Moves moves = Moves.of(m);
        assertThat(moves.read("Forget 2 1").map(ActionText::of)).contains("Forget 2 1");
        assertThat(moves.read("Forget 9 1")).isEmpty();
        assertThat(moves.enabled(State.init(m)).stream().map(ActionText::of)).containsExactly("HostCreate -1 a file 1");
        assertThat(Moves.of(m)).isSameAs(moves);
    }

    @Test
    void requestsAndNodesAreSeenWithoutTheirNumbers() {
        assertThat(Views.node(new Node(Phase.LIVE, 1, 1, unique(), 0, Hold.FD, true, "EMLINK")))
                .isEqualTo("live fd open EMLINK");
        assertThat(Views.node(new Node(Phase.DRAINING, 1, 1, unique(), 0, Hold.LINK, false, "none")))
                .isEqualTo("draining link closed");
        assertThat(Views.request(new Req(Step.READY, Op.ATTR, unique(), 1, 2, 2, Hold.LINK, Attr.NONE)))
                .isEqualTo("ready attr link in directory");
        assertThat(Views.request(
                        new Req(Step.ANSWERED, Op.ENTRY, unique(), 1, 0, 2, Hold.FD, new Attr(1, 1, Ctime.LAST))))
                .isEqualTo("answered entry fd");
    }

    @Test
    void aStepIsToldWithWhatItChanges() {
        assertThat(goal(model("fd"), "HostCreate -1 a file 1", "HostRemove -1 a"))
                .isEqualTo("step HostRemove changes {file names 1 requests {} nodes {}}");
        assertThat(goal(model("link-reuse"), LOOKED_UP, "Link 1"))
                .as("its own object is told once")
                .isEqualTo("step Link request linking entry fd node live fd open count 1 pins 1"
                        + " object file names 1 links 0 ctime last");
        assertThat(goal(model("fd"), LOOKED_UP, "HostRemove -1 a"))
                .isEqualTo("step HostRemove changes {file names 1 requests {ready} nodes {live fd}}");
    }

    @Test
    void aNameTakenFromADirectoryChangesWhatBoreIt() {
        ModelFile.Entry e = ModelFile.all()
                .filter(m -> m.name().equals("link-dirs"))
                .findFirst()
                .orElseThrow();
        e.constants().put("Ops", List.of("unlink"));
        assertThat(goal(
                        e.model(),
                        "HostCreate -1 a dir 1; HostCreate 1 a file 2; Open 1 1 a; Resolve 1; Operate 1; Reply 1; Unpin 1;"
                                + " Pin 1 2",
                        "Remove 1 1 a"))
                .isEqualTo("step Remove request ready attr fd node live fd open dir count 1 pins 1"
                        + " object dir names 1 links 0 ctime last changes {file names 1 requests {} nodes {}}");
    }

    @Test
    void whoTakesANameAwayIsToldThatItIsDone() {
        List<Line> lines = new ArrayList<>();
        tell(model("link-names"), "HostCreate -1 a file 1; Remove 1 1 a; Reply 1", lines);
        assertThat(lines.stream().map(Line::toString))
                .containsExactly(
                        "host    HostCreate -1 a file 1",
                        "client  Remove 1 1 a : remove",
                        "daemon  Reply 1 -> done",
                        "rest    nodes 0 links 0 fds 0");
    }

    @Test
    void whatGoesWrongIsAFault() {
        Model m = model("link-warm");
        State s = State.init(m);
        Moves moves = Moves.of(m);
        assertThat(List.of("Undelivered 1", "LinkFailed 1 EPERM", "UnlinkFailed 1"))
                .allMatch(step -> Need.fault(s, moves.read(step).orElseThrow()));
        assertThat(List.of("Reply 1", "LinkFailed 1 ENOENT", "Unlink 1", "Refuse 1"))
                .noneMatch(step -> Need.fault(s, moves.read(step).orElseThrow()));
    }

    @Test
    void aSequenceMayEndWhereSomethingIsLeft() {
        List<Line> lines = new ArrayList<>();
        Telling telling = tell(model("fd"), LOOKED_UP, lines);
        assertThat(telling.quiescent()).as("the daemon is at work").isFalse();
        lines.clear();
        telling = tell(model("fd"), LOOKED_UP + "; Operate 1; Reply 1; Unpin 1", lines);
        assertThat(telling.quiescent()).as("the client holds a nodeid").isFalse();
        assertThat(lines.get(lines.size() - 1)).hasToString("rest    nodes 1 links 0 fds 1");
        Sequence open = new Sequence("serial/fd-0001", "fd", model("fd"), true, Set.of(), List.of(), lines, false);
        assertThat(Replay.of(open)).isEqualTo(telling.goals());
        Sequence wrong = new Sequence("serial/fd-0001", "fd", model("fd"), true, Set.of(), List.of(), lines, true);
        assertThatThrownBy(() -> Replay.of(wrong))
                .isInstanceOf(BadSequence.class)
                .hasMessageContaining("got\n  end quiescent\nallowed are only:\n  end open");
        assertThat(SequenceText.write(open)).endsWith("end      open");
        assertThat(open.driven()).isEqualTo("host    HostCreate -1 a file 1\nclient  Open 1 1 a : lookup\nrest");
    }

    @Test
    void theGeneratorSaysWhatItDoesAndWhatCanBeReached() {
        Model m = model("fd");
        Model small = new Model(
                m.names(),
                m.kinds(),
                m.inos(),
                1,
                m.mounts(),
                m.bind(),
                2,
                List.of(1),
                1,
                m.ops(),
                m.policy(),
                m.budget(),
                m.causes(),
                m.crashes(),
                m.without());
        List<String> heard = new ArrayList<>();
        List<Sequence> made = new ArrayList<>();
        Set<String> goals = Generator.generate(List.of(new Generator.Source("fd", small)), made::add, heard::add);
        Set<String> states = new TreeSet<>();
        Graph.whole(small, new Graph.Visitor() {
            @Override
            public void state(int number, State s) {
                states.addAll(List.of(Goals.daemon(s), Goals.host(s)));
            }

            @Override
            public void step(int number, State s, Action a, State t, boolean turn) {
                states.add(Goals.step(s, a, t));
            }
        });
        assertThat(goals).containsAll(states);
        assertThat(made.stream().flatMap(q -> q.covers().stream())).containsExactlyInAnyOrderElementsOf(goals);
        assertThat(heard).hasSize(4);
        assertThat(heard.get(0)).isEqualTo("fd, serial: looking for goals");
        assertThat(heard.get(1)).matches("fd, serial: [1-9]\\d* goals");
        assertThat(heard.get(2)).isEqualTo("fd, interleaved: looking for goals");
        assertThat(heard.get(3)).matches("fd, interleaved: [1-9]\\d* goals");
    }
}
