package org.holdfast.spec.sequence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.holdfast.spec.Action;
import org.holdfast.spec.Model;
import org.holdfast.spec.State;

/**
 * Makes the sequences: for each goal that none of those before covers, the shortest way to it, and then the end at which
 * nothing is left. First come the goals that serial sequences reach, then the rest; of each model the nearest first.
 */
public final class Generator {
    private final Consumer<Sequence> sink;
    private final Consumer<String> progress;
    private final Set<String> covered = new HashSet<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    private Generator(Consumer<Sequence> sink, Consumer<String> progress) {
        this.sink = sink;
        this.progress = progress;
    }

    /**
     * A model to make sequences of.
     *
     * @param name its name in models.json
     * @param model its bounds
     */
    public record Source(String name, Model model) {}

    /**
     * Makes the sequences of the models, the same ones in the same order each time.
     *
     * @param sink takes each of them
     * @param progress hears what is being done
     * @return the goals: all that can be reached
     */
    public static Set<String> generate(List<Source> models, Consumer<Sequence> sink, Consumer<String> progress) {
        Generator g = new Generator(sink, progress);
        models.forEach(m -> g.cover(m, true));
        models.forEach(m -> g.cover(m, false));
        return g.covered;
    }

    /** As {@link #generate}, only those of class serial. */
    public static void serial(List<Source> models, Consumer<Sequence> sink, Consumer<String> progress) {
        Generator g = new Generator(sink, progress);
        models.forEach(m -> g.cover(m, true));
    }

    private void cover(Source source, boolean serial) {
        progress.accept(source.name() + ", " + Sequence.kind(serial) + ": looking for goals");
        Targets targets = new Targets(covered);
        Graph graph = serial ? Graph.serial(source.model(), targets) : Graph.whole(source.model(), targets);
        progress.accept(source.name() + ", " + Sequence.kind(serial) + ": "
                + targets.nearestFirst().size() + " goals");
        for (Targets.Target target : targets.nearestFirst()) {
            if (!covered.contains(target.goal())) {
                List<Action> way = graph.path(target.state());
                target.step().ifPresent(way::add);
                tell(source, way);
            }
        }
    }

    private void tell(Source source, List<Action> way) {
        State s = State.init(source.model());
        for (Action a : way) {
            s = a.step(s);
        }
        List<Action> all = new ArrayList<>(way);
        all.addAll(Closing.from(s, Moves.of(source.model())));
        Telling telling = new Telling(source.model());
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            lines.addAll(telling.take(all.get(i), all.subList(i + 1, all.size())));
        }
        List<String> fresh =
                telling.goals().stream().filter(covered::add).sorted().collect(Collectors.toList());
        String stem = Sequence.kind(telling.serial()) + "/" + source.name();
        String name = String.format("%s-%04d", stem, numbers.merge(stem, 1, Integer::sum));
        sink.accept(new Sequence(
                name,
                source.name(),
                source.model(),
                telling.serial(),
                telling.needs(),
                fresh,
                lines,
                telling.quiescent()));
    }
}
