package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.holdfast.spec.Host.HostCreate;
import org.holdfast.spec.Host.HostLink;
import org.holdfast.spec.Host.HostRemove;
import org.holdfast.spec.Host.HostRename;
import org.holdfast.spec.Req.Op;
import org.holdfast.spec.Req.Step;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;

/** Steps in trees that are larger than those of the quick models: names in directories, and two mounts. */
class SmallTreesTest {
    private static final int TOP = Place.top(1);
    private static final int OTHER_TOP = Place.top(2);

    private static Model model(Map<String, Object> more) {
        ModelFile.Entry e = ModelFile.all()
                .filter(m -> m.name().equals("link-dirs"))
                .findFirst()
                .orElseThrow();
        e.constants()
                .putAll(Map.of(
                        "Names", List.of("a", "b"),
                        "MaxObjects", 3,
                        "Inos", List.of(1, 2, 3),
                        "Ops", List.of("unlink", "rename")));
        e.constants().putAll(more);
        return e.model();
    }

    private static State after(State s, Action... steps) {
        State now = s;
        for (Action a : steps) {
            now = a.step(now);
        }
        return now;
    }

    /** The directory a with a file a in it, looked up by request 1, which is about to look in it. */
    private static State inDirectory(Map<String, Object> more) {
        return after(
                State.init(model(more)),
                new HostCreate(TOP, "a", "dir", 1),
                new HostCreate(1, "a", "file", 2),
                new Entry.Open(1, 1, "a"),
                new Entry.Resolve(1),
                new Work.Operate(1),
                new Work.Reply(1),
                new Work.Unpin(1),
                new Work.Pin(1, 2));
    }

    private static int at(State s, int dir, String name) {
        return s.names().get(new Place(dir, name));
    }

    @Test
    void aNameIsTakenFromTheDirectoryThatIsPinned() {
        State s = inDirectory(Map.of());
        State removed = after(s, new Naming.Remove(1, 1, "a"));
        assertThat(at(removed, 1, "a")).isZero();
        assertThat(at(removed, TOP, "a")).isEqualTo(1);
        Req done = removed.req(1);
        assertThat(done)
                .as("the directory stays pinned until the reply is out")
                .isEqualTo(Req.begun(Step.ANSWERED, Op.NAME, 1, 1).node(2, Hold.FD));
        State settled = after(removed, new Work.Reply(1));
        assertThat(settled.req(1).step()).isEqualTo(Step.SETTLED);
        assertThat(after(settled, new Work.Unpin(1)).node(2).pins()).isZero();
    }

    @Test
    void aNameIsChangedInTheDirectoryThatIsPinned() {
        State renamed = after(inDirectory(Map.of()), new Naming.Rename(1, 1, 1, "a", 1, "b"));
        assertThat(List.of(at(renamed, 1, "a"), at(renamed, 1, "b"), at(renamed, TOP, "a")))
                .containsExactly(0, 2, 1);
        assertThat(renamed.req(1).node()).isEqualTo(2);
    }

    /** The directories a and b with a file a in the first, both looked up; the first is pinned. */
    private static State besideAnother() {
        return after(
                inDirectory(Map.of()),
                new Work.Operate(1),
                new Work.Reply(1),
                new Work.Unpin(1),
                new HostCreate(TOP, "b", "dir", 3),
                new Entry.Open(1, 1, "b"),
                new Entry.Resolve(1),
                new Work.Operate(1),
                new Work.Reply(1),
                new Work.Unpin(1),
                new Work.Pin(1, 2));
    }

    @Test
    void aNameIsMovedBetweenTwoDirectoriesThatArePinned() {
        State one = besideAnother();
        assertThat(new Naming.Rename(1, 1, 1, "a", 3, "a").enabled(one))
                .as("one of them is pinned")
                .isFalse();
        State both = after(one, new Work.Pin(1, 3));
        assertThat(List.of(both.node(2).pins(), both.node(3).pins())).containsExactly(1, 1);
        assertThat(List.of(both.req(1).node(), both.req(1).dir())).containsExactly(2, 3);
        assertThat(new Naming.Rename(1, 1, 1, "a", 1, "b").enabled(both))
                .as("within one of them")
                .isFalse();
        assertThat(new Naming.Rename(1, 1, 1, "a", TOP, "x").enabled(both))
                .as("to a third one")
                .isFalse();
        State moved = after(both, new Naming.Rename(1, 1, 1, "a", 3, "b"));
        assertThat(List.of(at(moved, 1, "a"), at(moved, 3, "b"))).containsExactly(0, 2);
        State back = after(both, new Naming.Rename(1, 1, 1, "a", 3, "a"), new Work.Reply(1), new Work.Unpin(1));
        assertThat(List.of(back.node(2).pins(), back.node(3).pins()))
                .as("one claim after the other is given up")
                .containsExactlyInAnyOrder(0, 1);
        assertThat(after(back, new Work.Unpin(1)).req(1)).isEqualTo(Req.IDLE);
    }

    @Test
    void whatIsPinnedBesideADirectoryIsAnotherDirectory() {
        State one = besideAnother();
        assertThat(new Work.Pin(1, 2).enabled(one)).as("the same").isFalse();
        State answered = after(one, new Work.Operate(1));
        assertThat(new Work.Pin(1, 3).enabled(answered)).as("too late").isFalse();
        assertThat(new Work.Pin(1, 3).enabled(State.init(model(Map.of()))))
                .as("no such node")
                .isFalse();
        State without = inDirectory(Map.of("Ops", List.of("unlink")));
        assertThat(new Work.Pin(1, 2).enabled(without)).as("no RENAME").isFalse();
    }

    @Test
    void atTheTopNothingIsPinned() {
        State s = after(State.init(model(Map.of())), new HostCreate(TOP, "a", "file", 1));
        State removed = after(s, new Naming.Remove(1, 1, "a"));
        assertThat(removed.req(1)).isEqualTo(Req.begun(Step.ANSWERED, Op.NAME, 1, 0));
        assertThat(after(removed, new Work.Reply(1)).req(1)).isEqualTo(Req.IDLE);
    }

    @Test
    void aDirectoryIsLookedIntoThroughItsOwnMountAndOnlyOnceAnswered() {
        State s = inDirectory(Map.of("Mounts", List.of(1, 2), "Bind", true));
        assertThat(s.dir(1, 1)).isEqualTo(1);
        assertThat(s.dir(1, 2)).isZero();
        assertThat(after(s, new Work.Operate(1)).dir(1, 1)).isZero();
        State file = after(
                State.init(model(Map.of())),
                new HostCreate(TOP, "a", "file", 1),
                new Entry.Open(1, 1, "a"),
                new Entry.Resolve(1),
                new Entry.Link(1),
                new Entry.Adopt(1),
                new Work.Operate(1),
                new Work.Reply(1),
                new Work.Unpin(1),
                new Work.Pin(1, 2));
        assertThat(file.dir(1, 1)).as("a file is no directory").isZero();
    }

    @Test
    void theDirectoryOfAnEntryIsGivenUpBeforeTheReply() {
        State found = after(
                inDirectory(Map.of()),
                new Entry.Open(1, 1, "a"),
                new Entry.Resolve(1),
                new Entry.Link(1),
                new Entry.Adopt(1),
                new Work.Operate(1));
        assertThat(List.of(found.node(2).pins(), found.node(3).pins())).containsExactly(1, 1);
        assertThat(new Work.Reply(1).enabled(found)).isFalse();
        assertThat(new Work.Undelivered(1).enabled(found)).isFalse();
        State child = after(found, new Work.Unpin(1));
        assertThat(List.of(child.node(2).pins(), child.node(3).pins())).containsExactly(0, 1);
        assertThat(List.of(child.req(1).node(), child.req(1).dir())).containsExactly(3, 0);
        State over = after(child, new Work.Reply(1), new Work.Unpin(1));
        assertThat(over.node(3).pins()).isZero();
        assertThat(over.req(1)).isEqualTo(Req.IDLE);
    }

    @Test
    void noDirectoryIsMovedBelowItself() {
        State s = after(
                State.init(model(Map.of())),
                new HostCreate(TOP, "a", "dir", 1),
                new HostCreate(1, "a", "dir", 2),
                new HostCreate(TOP, "b", "dir", 3));
        assertThat(new HostRename(TOP, "a", 1, "b").enabled(s))
                .as("into itself")
                .isFalse();
        assertThat(new HostRename(TOP, "a", 2, "a").enabled(s)).as("two below").isFalse();
        assertThat(new HostRename(TOP, "a", 3, "a").enabled(s)).as("beside").isTrue();
        assertThat(new HostRename(TOP, "b", 2, "a").enabled(s)).as("deeper").isTrue();
        assertThat(new HostRename(1, "a", TOP, "b").enabled(s))
                .as("over an empty directory")
                .isTrue();
        assertThat(new HostRename(TOP, "b", TOP, "a").enabled(s))
                .as("over one that is not")
                .isFalse();
        assertThat(new HostRename(1, "a", 1, "b").enabled(s)).as("in its place").isTrue();
    }

    @Test
    void whatReplacesIsOfTheSameKind() {
        State s = after(
                State.init(model(Map.of())), new HostCreate(TOP, "a", "dir", 1), new HostCreate(TOP, "b", "file", 2));
        assertThat(new HostRename(TOP, "a", TOP, "b").enabled(s)).isFalse();
        assertThat(new HostRename(TOP, "b", TOP, "a").enabled(s)).isFalse();
        assertThat(new HostLink(TOP, "a", 1, "b").enabled(s))
                .as("no link of a directory")
                .isFalse();
        assertThat(new HostLink(TOP, "b", 1, "b").enabled(s)).isTrue();
        assertThat(new HostCreate(2, "a", "file", 3).enabled(s))
                .as("a file is no place")
                .isFalse();
    }

    @Test
    void aDirectoryGoesWhenItIsEmptyAndTakesNoNamesThen() {
        State s = inDirectory(Map.of());
        assertThat(new HostRemove(TOP, "a").enabled(s)).isFalse();
        State gone = after(s, new HostRemove(1, "a"), new HostRemove(TOP, "a"));
        assertThat(new HostCreate(1, "a", "file", 2).enabled(gone)).isFalse();
    }

    @Test
    void namesStayInTheirFileSystem() {
        State s = after(
                State.init(model(Map.of("Mounts", List.of(1, 2)))),
                new HostCreate(TOP, "a", "file", 1),
                new HostCreate(OTHER_TOP, "a", "dir", 1));
        assertThat(s.object(1).sameInode(s.object(2))).isFalse();
        for (int there : List.of(OTHER_TOP, 2)) {
            assertThat(new HostLink(TOP, "a", there, "b").enabled(s)).isFalse();
            assertThat(new HostRename(TOP, "a", there, "b").enabled(s)).isFalse();
        }
        assertThat(new HostLink(TOP, "a", TOP, "b").enabled(s)).isTrue();
        assertThat(new HostRename(TOP, "a", TOP, "b").enabled(s)).isTrue();
        State one = after(State.init(model(Map.of("Mounts", List.of(1, 2)))), new HostCreate(TOP, "a", "dir", 1));
        assertThat(new HostCreate(TOP, "b", "file", 1).enabled(one))
                .as("the number is taken")
                .isFalse();
        assertThat(new HostCreate(1, "a", "file", 1).enabled(one))
                .as("here too")
                .isFalse();
        assertThat(new HostCreate(OTHER_TOP, "b", "file", 1).enabled(one)).isTrue();
    }
}
