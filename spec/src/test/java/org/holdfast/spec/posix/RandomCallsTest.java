package org.holdfast.spec.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Properties of every sequence of calls, whichever of the allowed outcomes happen. */
class RandomCallsTest {
    private static final List<String> PATHS =
            List.of("a", "b", "d", "d/a", "d/e", "d/e/a", "s", "s/a", "d/e/..", "t", "t/a", "a/", "e", "e/a");
    private static final List<String> HANDLES = List.of("h0", "h1");
    private static final List<Caller> CALLERS = List.of(
            Caller.ROOT,
            new Caller(1, 1, Set.of(), 022),
            new Caller(2, 2, Set.of(1), 0),
            new Caller(1, 2, Set.of(), 077));
    private static final List<Integer> MODES = List.of(0777, 0755, 0700, 01777, 02777, 06755, 0644, 0);

    /** What is done, and who does it; the choice picks one of the outcomes. */
    record Step(Call call, Caller caller, int choice) {}

    @Property(tries = 400)
    void theTreeStaysATree(@ForAll("programs") List<Step> program) {
        World world = World.empty(Settings.LINUX);
        int done = 0;
        for (Step step : program) {
            World before = world.as(step.caller());
            if (step.call() instanceof Opening.Open open && before.handles().containsKey(open.handle())) {
                continue;
            }
            List<Outcome> outcomes = new ArrayList<>(step.call().in(before));
            assertThat(outcomes).as("%s", step).isNotEmpty();
            outcomes.forEach(outcome -> check(before, step, outcome));
            world = outcomes.get(step.choice() % outcomes.size()).next();
            done += world.clock() > before.clock() ? 1 : 0;
        }
        Statistics.label("ten calls changed something").collect(done >= 10).coverage(c -> c.check(true)
                .percentage(p -> p > 10.0));
    }

    private static void check(World before, Step step, Outcome outcome) {
        assertThat(outcome.rule()).isNotBlank();
        assertThat(Tree.violations(outcome.next()))
                .as("after %s in %s", step, before)
                .isEmpty();
        assertThat(outcome.next().caller()).isEqualTo(before.caller());
        if (outcome.result() instanceof Result.Failed) {
            assertThat(outcome.next()).as("%s fails and changes nothing", step).isSameAs(before);
        }
        // Equal numbers are one object for ever.
        Set<Integer> kept = new HashSet<>(before.objects().keySet());
        kept.retainAll(outcome.next().objects().keySet());
        assertThat(kept)
                .allSatisfy(number -> assertThat(outcome.next().at(number).kind())
                        .isEqualTo(before.at(number).kind()));
        assertThat(outcome.next().objects().keySet())
                .allMatch(number -> kept.contains(number) || number > before.objectsMade());
    }

    @Provide
    Arbitrary<List<Step>> programs() {
        Arbitrary<Caller> callers = Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(2, Arbitraries.just(Caller.ROOT)),
                net.jqwik.api.Tuple.of(1, Arbitraries.of(CALLERS)));
        Arbitrary<Integer> choices = Arbitraries.integers().between(0, 3);
        return Combinators.combine(calls(), callers, choices)
                .as(Step::new)
                .list()
                .ofMinSize(40)
                .ofMaxSize(80);
    }

    private static Arbitrary<Call> calls() {
        Arbitrary<String> paths = Arbitraries.of(PATHS);
        Arbitrary<String> handles = Arbitraries.of(HANDLES);
        Arbitrary<Integer> modes = Arbitraries.of(MODES);
        Arbitrary<Integer> sizes = Arbitraries.of(0, 1, 3, 9);
        Arbitrary<Set<RenameFlag>> renames =
                Arbitraries.of(RenameFlag.class).set().ofMaxSize(1);
        Arbitrary<Attributes.Subject> subjects = Arbitraries.oneOf(
                Combinators.combine(paths, Arbitraries.of(true, false)).as(Attributes.Path::new),
                handles.map(Attributes.Opened::new));
        List<Arbitrary<? extends Call>> calls = List.of(
                Combinators.combine(paths, modes).as(Making.Mkdir::new),
                Combinators.combine(paths, modes).as(Making.Mkdir::new),
                Combinators.combine(paths, Arbitraries.of(Kind.FILE, Kind.FIFO, Kind.SOCKET), modes)
                        .as((path, kind, mode) -> new Making.Mknod(path, kind, mode, 0, 0)),
                Combinators.combine(Arbitraries.of("a", "d", "d/e", "s", "/"), paths)
                        .as(Making.Symlink::new),
                Combinators.combine(paths, paths, Arbitraries.of(true, false)).as(Linking.Link::new),
                Combinators.combine(handles, paths).as(Linking.LinkHandle::new),
                paths.map(Removing.Unlink::new),
                paths.map(Removing.Rmdir::new),
                Combinators.combine(paths, paths, renames).as(Renaming.Rename::new),
                Combinators.combine(paths, paths, renames).as(Renaming.Rename::new),
                Combinators.combine(handles, paths, openFlags(), modes).as(Opening.Open::new),
                Combinators.combine(handles, paths, openFlags(), modes).as(Opening.Open::new),
                handles.map(Opening.Close::new),
                Combinators.combine(handles, sizes, sizes.map(size -> size - 1)).as(Data.Read::new),
                Combinators.combine(handles, Arbitraries.of("", "abc"), sizes.map(size -> size - 1))
                        .as(Data.Write::new),
                Combinators.combine(paths, sizes).as(Sizing.Truncate::new),
                Combinators.combine(
                                handles,
                                Arbitraries.of(Sizing.AllocateFlag.class).set(),
                                sizes,
                                sizes)
                        .as(Sizing.Allocate::new),
                Combinators.combine(subjects, modes).as(Attributes.Chmod::new),
                Combinators.combine(subjects, Arbitraries.of(-1, 0, 1), Arbitraries.of(-1, 0, 1, 2))
                        .as(Attributes.Chown::new));
        return Arbitraries.of(calls).flatMap(call -> call.map(made -> (Call) made));
    }

    private static Arbitrary<Set<OpenFlag>> openFlags() {
        return Arbitraries.of(
                Session.flags(OpenFlag.READ),
                Session.flags(OpenFlag.READ, OpenFlag.WRITE, OpenFlag.CREATE),
                Session.flags(OpenFlag.WRITE, OpenFlag.CREATE, OpenFlag.EXCLUSIVE),
                Session.flags(OpenFlag.READ, OpenFlag.TRUNCATE),
                Session.flags(OpenFlag.WRITE, OpenFlag.TMPFILE),
                Session.flags(OpenFlag.PATH, OpenFlag.NOFOLLOW));
    }
}
