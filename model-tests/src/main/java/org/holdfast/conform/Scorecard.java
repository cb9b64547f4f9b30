package org.holdfast.conform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What became of one daemon: for each property and each row of the zoo, how many trials it passed and failed. */
public final class Scorecard {
    /** What a line of a scorecard says. */
    public enum Mark {
        PASS("pass"),
        FAIL("fail"),
        NOT_APPLICABLE("not applicable");

        private final String word;

        Mark(String word) {
            this.word = word;
        }

        /** In words. */
        public String word() {
            return word;
        }
    }

    /**
     * One line.
     *
     * @param id of the property or the row
     * @param title what it is
     * @param passed trials that looked at it and found nothing
     * @param failed trials that showed it broken
     * @param why why nothing looked at it, empty otherwise
     * @param shortest the shortest of those that failed
     */
    public record Line(String id, String title, int passed, int failed, String why, Optional<Failure> shortest) {
        /** What it comes to. */
        public Mark mark() {
            return failed > 0 ? Mark.FAIL : passed > 0 ? Mark.PASS : Mark.NOT_APPLICABLE;
        }
    }

    private final String daemon;
    private final String version;
    private final String remark;
    private final List<Failure> failures = new ArrayList<>();
    private final Map<String, Integer> passed = new TreeMap<>();
    private final Map<String, String> why = new TreeMap<>();
    private final Map<String, List<Failure>> failed = new TreeMap<>();
    private final Map<String, Integer> left = new TreeMap<>();
    private int played;

    /**
     * One on which nothing is noted.
     *
     * @param version which daemon it is, as it says itself
     * @param remark what one must know of it, may be empty
     */
    public Scorecard(String daemon, String version, String remark) {
        this.daemon = daemon;
        this.version = version;
        this.remark = remark;
    }

    /** A trial that found nothing. */
    void passed(Set<Property> properties, Set<String> zoo) {
        played++;
        properties.forEach(p -> passed.merge(p.name(), 1, Integer::sum));
        zoo.forEach(row -> passed.merge(row, 1, Integer::sum));
    }

    /** A trial that found something. */
    void failed(List<Failure> found, Set<String> zoo) {
        played++;
        failures.addAll(found);
        for (Failure failure : found) {
            failed.computeIfAbsent(failure.property().name(), p -> new ArrayList<>())
                    .add(failure);
        }
        zoo.forEach(row -> failed.computeIfAbsent(row, z -> new ArrayList<>()).addAll(found));
    }

    /** A trial that was not made. */
    void leftOut(String reason, Set<Property> properties, Set<String> zoo) {
        left.merge(reason, 1, Integer::sum);
        properties.forEach(p -> why.putIfAbsent(p.name(), reason));
        zoo.forEach(row -> why.putIfAbsent(row, reason));
    }

    /** A trial that something else has ended before it came to what it is about. */
    void unclear(Set<String> zoo, String reason) {
        zoo.forEach(row -> why.putIfAbsent(row, reason));
    }

    /** The name of the daemon. */
    public String daemon() {
        return daemon;
    }

    /** Which one it is, as it says itself. */
    public String version() {
        return version;
    }

    /** What one must know of it. */
    public String remark() {
        return remark;
    }

    /** How many trials were made. */
    public int played() {
        return played;
    }

    /** How many were not made, by the reason. */
    public Map<String, Integer> left() {
        return left;
    }

    /** All that it did wrong. */
    public List<Failure> failures() {
        return failures;
    }

    /** Whether nothing is wrong. */
    public boolean good() {
        return failures.isEmpty();
    }

    /** A line for each property. */
    public List<Line> properties() {
        return List.of(Property.values()).stream()
                .map(p -> line(p.name(), p.title() + ": " + p.sentence()))
                .toList();
    }

    /** A line for each row of the zoo. */
    public List<Line> zoo() {
        return Zoo.rows().stream().map(row -> line(row.id(), row.bug())).toList();
    }

    /** The shortest failure of each property and row that has any; each once. */
    public List<Failure> shortest() {
        List<Line> all = new ArrayList<>(properties());
        all.addAll(zoo());
        return all.stream().flatMap(line -> line.shortest().stream()).distinct().toList();
    }

    private Line line(String id, String title) {
        List<Failure> found = failed.getOrDefault(id, List.of());
        int good = passed.getOrDefault(id, 0);
        String reason = found.isEmpty() && good == 0 ? why.getOrDefault(id, "nothing here looks at it") : "";
        Optional<Failure> shortest = found.stream()
                .min(Comparator.<Failure>comparingInt(f -> f.exchanges().size()).thenComparing(Failure::trial));
        return new Line(id, title, good, found.size(), reason, shortest);
    }
}
