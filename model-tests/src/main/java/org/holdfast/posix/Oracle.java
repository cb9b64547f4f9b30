package org.holdfast.posix;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.Tree;

/** Says whether the results of a program are among those that the model allows. */
final class Oracle {
    private final Settings settings;

    Oracle(Settings settings) {
        this.settings = settings;
    }

    /** The first result that is not allowed, in words; nothing if all are. */
    Optional<String> judge(List<String> program, List<String> results) {
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
                return Optional.of(complaint(i, line, got, allowed));
            }
            for (Run run : next) {
                List<String> wrong = Tree.violations(run.world());
                if (!wrong.isEmpty()) {
                    return Optional.of("line %d: %s%n  leaves a world in which %s".formatted(i + 1, line, wrong));
                }
            }
            runs = next;
        }
        return Optional.empty();
    }

    /** What stands behind the arrow. */
    static String resultOf(String printed) {
        return printed.substring(printed.indexOf(" => ") + 4);
    }

    private static String complaint(int index, String line, String got, Map<String, String> allowed) {
        StringBuilder text =
                new StringBuilder("line %d: %s%n  got %s%n  allowed are only:".formatted(index + 1, line, got));
        allowed.forEach((result, rule) -> text.append("%n    %s   (%s)".formatted(result, rule)));
        return text.toString();
    }
}
