package org.holdfast.verify;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A whole trace, checked.
 *
 * @param file where it is
 * @param events how many were explained
 * @param divergence the first event that was not
 * @param shortest the lines that matter for it, and that go wrong in the same way; none without
 */
public record Verification(Path file, long events, Optional<Divergence> divergence, List<TraceLine> shortest) {
    private static final long SHRINKING_MILLIS = 10_000;

    /** Checks a file; one with a divergence is read a second time to find what matters. */
    public static Verification of(Path file) throws IOException {
        Checker checker = new Checker();
        Optional<Divergence> found = run(file, checker);
        return found.isEmpty()
                ? new Verification(file, checker.events(), found, List.of())
                : new Verification(file, checker.events() - 1, found, shortest(file, found.get()));
    }

    private static Optional<Divergence> run(Path file, Checker checker) throws IOException {
        try (TraceFile trace = new TraceFile(file)) {
            for (TraceLine line = trace.next(); line != null; line = trace.next()) {
                Optional<Divergence> found = checker.take(line);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return checker.end();
    }

    private static List<TraceLine> shortest(Path file, Divergence divergence) throws IOException {
        Relevant relevant = new Relevant();
        Checker checker = new Checker(relevant);
        TraceLine last = null;
        try (TraceFile trace = new TraceFile(file)) {
            for (TraceLine line = trace.next(); line != null; line = trace.next()) {
                last = line.number() == divergence.line() ? line : null;
                if (last != null || checker.take(line).isPresent()) {
                    break;
                }
            }
        }
        World world = last == null ? checker.session().firstLeft() : worldOf(checker, last);
        Claims claims = last == null ? null : checker.claimsOf(last.thread());
        List<TraceLine> lines = new ArrayList<>(relevant.lines(world, claims));
        if (last != null) {
            lines.add(last);
        }
        if (Shrinking.check(lines).filter(d -> d.isLike(divergence)).isEmpty()) {
            lines = new ArrayList<>(relevant.all());
            if (last != null) {
                lines.add(last);
            }
        }
        return Shrinking.of(lines, divergence, SHRINKING_MILLIS);
    }

    private static World worldOf(Checker checker, TraceLine line) {
        if (line.event() instanceof org.holdfast.trace.Event.Resolve e) {
            return checker.session().worldOf(new World.Identity(e.device(), e.ino()));
        }
        if (line.event() instanceof org.holdfast.trace.Event.Reset) {
            return checker.session().firstLeft();
        }
        return checker.session().worldOf(Keys.nodeid(line.event()));
    }

    /** Writes the shortest lines as a trace. */
    public void write(Path to) throws IOException {
        Set<Long> numbers = shortest.stream().map(TraceLine::number).collect(Collectors.toSet());
        try (BufferedReader from = Files.newBufferedReader(file);
                BufferedWriter writer = Files.newBufferedWriter(to)) {
            long number = 1;
            for (String line = from.readLine(); line != null; line = from.readLine()) {
                if (numbers.contains(number++)) {
                    writer.write(line + "\n");
                }
            }
        }
    }

    /** For people: the steps, and what is wrong with the last one. */
    public String text() {
        return divergence
                .map(d -> StepTable.of(shortest) + "\n" + d.text() + "\n")
                .orElse(String.format("%,d events, as the model allows%n", events));
    }
}
