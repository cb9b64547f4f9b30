package org.holdfast.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.holdfast.spec.bounded.ModelFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The first states of every model in a smaller size, counted: how often each action is a step, and how often each property
 * does not hold where a rule is missing. The counts are those of the Java model when it was equal to TLA+; they say at once,
 * and without TLC, that a change has changed what the model means. After a change that was meant,
 * {@code mvn -pl spec test -Dtest=SmallGraphsTest -Dholdfast.write=true} writes them anew.
 */
class SmallGraphsTest {
    private static final Path FILE = ModelFile.TLA.resolveSibling("spec/src/test/resources/small-graphs.txt");
    private static final int STATES = 420;
    private static final Map<String, Object> SMALL = Map.of("Requests", List.of(1), "MaxLookups", 1);

    /** In a small size with that many nodeids: with one, most graphs are complete; with two, nodes meet. */
    record Small(String name, int nodeids) {
        Model model() {
            ModelFile.Entry e = ModelFile.all()
                    .filter(m -> m.name().equals(name))
                    .findFirst()
                    .orElseThrow();
            e.constants().putAll(SMALL);
            e.constants().put("MaxNodeid", Model.ROOT + nodeids);
            return e.model();
        }

        @Override
        public String toString() {
            return name + ", nodeids " + nodeids + ":";
        }
    }

    static Stream<Small> graphs() {
        return Stream.concat(
                ModelFile.good().flatMap(e -> Stream.of(new Small(e.name(), 1), new Small(e.name(), 2))),
                ModelFile.bad().map(e -> new Small(e.name(), 2)));
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void isAsBefore(Small graph) throws IOException {
        assertThat(Files.readAllLines(FILE)).contains(count(graph));
    }

    @Test
    void nothingElseIsListed() throws IOException {
        if (Boolean.getBoolean("holdfast.write")) {
            Files.createDirectories(FILE.getParent());
            Files.write(FILE, graphs().map(SmallGraphsTest::count).toList());
        }
        assertThat(Files.readAllLines(FILE)).hasSameSizeAs(graphs().toList());
    }

    private static String count(Small graph) {
        Model model = graph.model();
        List<Action> actions = Action.all(model);
        State init = State.init(model);
        Set<State> seen = new HashSet<>(Set.of(init));
        Deque<State> rest = new ArrayDeque<>(seen);
        Map<String, Integer> steps = new TreeMap<>();
        Map<String, Integer> broken = new TreeMap<>();
        while (!rest.isEmpty() && seen.size() < STATES) {
            State s = rest.poll();
            Properties.all().stream()
                    .filter(p -> !p.state().test(s))
                    .forEach(p -> broken.merge(p.name(), 1, Integer::sum));
            for (Action a : actions) {
                if (a.enabled(s)) {
                    State t = a.step(s);
                    steps.merge(a.getClass().getSimpleName(), 1, Integer::sum);
                    Properties.all().stream()
                            .filter(p -> !p.step().test(s, t))
                            .forEach(p -> broken.merge(p.name(), 1, Integer::sum));
                    if (seen.add(t)) {
                        rest.add(t);
                    }
                }
            }
        }
        return graph + " " + seen.size() + " states; steps " + text(steps) + "; broken " + text(broken);
    }

    private static String text(Map<String, Integer> counts) {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining(", "));
    }
}
