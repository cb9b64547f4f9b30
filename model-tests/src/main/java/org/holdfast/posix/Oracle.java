package org.holdfast.posix;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.Tree;

/** Says whether the results of a program are among those that the model allows. */
public final class Oracle {
    private final Settings settings;

    /** One of programs on such a system. */
    public Oracle(Settings settings) {
        this.settings = settings;
    }

    /**
     * A result that is not allowed.
     *
     * @param index of the program's line, from 0
     * @param got what came
     * @param allowed what may come, each with its rule; none if the result is right and the world is not
     */
    public record Wrong(int index, String got, Map<String, String> allowed, String text) {
        /** What may come, in a line. */
        public String mustBe() {
            return allowed.isEmpty()
                    ? text
                    : allowed.entrySet().stream()
                            .map(e -> e.getKey() + "  (" + e.getValue() + ")")
                            .collect(Collectors.joining(" or "));
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** The first result that is not allowed, in words; nothing if all are. */
    Optional<String> judge(List<String> program, List<String> results) {
        return find(program, results).map(Wrong::toString);
    }

    /** The first result that is not allowed; nothing if all are. */
    public Optional<Wrong> find(List<String> program, List<String> results) {
        Set<Run> runs = Set.of(Run.start(settings));
        for (int i = 0; i < program.size(); i++) {
            String line = program.get(i);
            String got = i < results.size() ? resultOf(results.get(i)) : "(no result: fsop has ended)";
            Set<Run> next = new LinkedHashSet<>();
            Map<String, String> allowed = new LinkedHashMap<>();
            for (Run run : runs) {
                for (Run.Step step : Lines.allowed(run, line)) {
                    allowed.merge(step.text(), step.rule(), (a, b) -> a.equals(b) ? a : a + "; " + b);
                    if (step.allows(got)) {
                        next.add(step.next());
                    }
                }
            }
            if (next.isEmpty()) {
                return Optional.of(new Wrong(i, got, allowed, complaint(i, line, got, allowed)));
            }
            for (Run run : next) {
                List<String> wrong = Tree.violations(run.world());
                if (!wrong.isEmpty()) {
                    String text = "line %d: %s%n  leaves a world in which %s".formatted(i + 1, line, wrong);
                    return Optional.of(new Wrong(i, got, Map.of(), text));
                }
            }
            runs = next;
        }
        return Optional.empty();
    }

    /** What stands behind the arrow. */
    public static String resultOf(String printed) {
        return printed.substring(printed.indexOf(" => ") + 4);
    }

    private static String complaint(int index, String line, String got, Map<String, String> allowed) {
        StringBuilder text =
                new StringBuilder("line %d: %s%n  got %s%n  allowed are only:".formatted(index + 1, line, got));
        allowed.forEach((result, rule) -> text.append("%n    %s   (%s)".formatted(result, rule)));
        return text.toString();
    }
}
