package org.holdfast.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.holdfast.trace.Event;

/** Leaves lines out of a trace that goes wrong as long as it goes wrong in the same way. */
final class Shrinking {
    private final Divergence divergence;
    private final long deadline;

    private Shrinking(Divergence divergence, long millis) {
        this.divergence = divergence;
        deadline = System.nanoTime() + millis * 1_000_000;
    }

    /** The shortest that was found in so many milliseconds; the lines as they are if they do not diverge like this. */
    static List<TraceLine> of(List<TraceLine> lines, Divergence divergence, long millis) {
        Shrinking s = new Shrinking(divergence, millis);
        if (!s.fails(lines)) {
            return lines;
        }
        List<List<TraceLine>> kept = s.less(units(lines));
        List<List<TraceLine>> single = flat(kept).stream().map(List::of).toList();
        return flat(s.less(single));
    }

    /** What one run of these lines comes to. */
    static Optional<Divergence> check(List<TraceLine> lines) {
        Checker checker = new Checker();
        for (TraceLine line : lines) {
            Optional<Divergence> d = checker.take(line);
            if (d.isPresent()) {
                return d;
            }
        }
        return checker.end();
    }

    private boolean fails(List<TraceLine> lines) {
        return check(lines).filter(d -> d.isLike(divergence)).isPresent();
    }

    /** The lines of a request, or one line of none; the session's first line stays where it is. */
    private static List<List<TraceLine>> units(List<TraceLine> lines) {
        Map<Object, List<TraceLine>> units = new LinkedHashMap<>();
        for (TraceLine line : lines) {
            long request = Keys.request(line.event());
            Object key = request == Keys.NONE ? line : line.thread() + " " + request;
            units.computeIfAbsent(key, k -> new ArrayList<>()).add(line);
        }
        return List.copyOf(units.values());
    }

    private static List<TraceLine> flat(List<List<TraceLine>> units) {
        return units.stream()
                .flatMap(List::stream)
                .sorted((a, b) -> Long.compare(a.number(), b.number()))
                .toList();
    }

    private List<List<TraceLine>> less(List<List<TraceLine>> units) {
        List<List<TraceLine>> kept = new ArrayList<>(units);
        for (int size = Math.max(1, kept.size() / 2); size > 0; size /= 2) {
            for (int from = kept.size() - size; from > -size; from -= size) {
                if (System.nanoTime() > deadline) {
                    return kept;
                }
                List<List<TraceLine>> without = new ArrayList<>(kept);
                without.subList(Math.max(0, from), Math.min(kept.size(), from + size))
                        .clear();
                if (without.stream().anyMatch(u -> u.get(0).event() instanceof Event.Restart) && fails(flat(without))) {
                    kept = without;
                }
            }
        }
        return kept;
    }
}
