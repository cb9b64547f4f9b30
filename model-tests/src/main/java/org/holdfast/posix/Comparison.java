package org.holdfast.posix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.holdfast.spec.posix.Settings;
import org.holdfast.spec.posix.World;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Usage;

/**
 * Runs random programs in a place and holds the results against the model. A failure is the shortest program found, written to
 * a file, with the command that runs it again.
 *
 * <p>System properties: {@code posix.seed}, {@code posix.programs} (how many), {@code posix.replay} (a file: run that program
 * alone).
 */
final class Comparison {
    /** The same programs in every run, so that a run tells of the change and not of the day; other seeds find more. */
    private static final long DEFAULT_SEED = 1;

    private static final int OPERATIONS = 40;
    private static final int BATCH = 50;
    /** No operation and no error may be as rare as this; below so many programs it may be chance. */
    private static final int ONE_IN = 2_000;

    private static final int FEWEST_TO_TELL = 100;
    private static final Path FAILURES = Project.top().resolve("model-tests/target/posix");

    private static final Pattern ERRNO = Pattern.compile("E[A-Z0-9]+");

    private final String test;
    private final String where;
    private final Place place;
    private final Settings settings;
    private final Oracle oracle;
    private final Usage usage = new Usage();
    private BiPredicate<World, String> leftOut = (world, line) -> false;
    private List<String> expected = Vocabulary.OPERATIONS_AND_ERRORS;

    /** The test as Maven's -Dtest takes it, and where it runs its programs, in a word. */
    Comparison(String test, String where, Place place, Settings settings) {
        this.test = test;
        this.where = where;
        this.place = place;
        this.settings = settings;
        this.oracle = new Oracle(settings);
    }

    /** Leaves lines out, in some worlds: where a difference is known. */
    Comparison without(BiPredicate<World, String> lines) {
        leftOut = lines;
        return this;
    }

    /** Without operations and errors that are left out altogether, or nearly. */
    Comparison seldom(String... operationsAndErrors) {
        expected = expected.stream()
                .filter(word -> !List.of(operationsAndErrors).contains(word))
                .toList();
        return this;
    }

    /** Runs that many programs unless a property says otherwise. */
    void check(int programs) {
        String replay = System.getProperty("posix.replay");
        if (replay != null) {
            judge(List.of(read(Path.of(replay))), "replay of " + replay);
            return;
        }
        long seed = Long.getLong("posix.seed", DEFAULT_SEED);
        int count = Integer.getInteger("posix.programs", programs);
        System.out.printf("%s: %d programs of %d operations, -Dposix.seed=%d%n", name(), count, OPERATIONS, seed);
        Programs source = new Programs(seed, leftOut);
        for (int done = 0; done < count; done += BATCH) {
            List<List<String>> batch = new ArrayList<>();
            for (int i = done; i < Math.min(done + BATCH, count); i++) {
                batch.add(source.next(OPERATIONS));
            }
            judge(batch, "-Dposix.seed=" + seed);
        }
        System.out.print(usage.table());
        if (count >= FEWEST_TO_TELL) {
            List<String> starved = usage.starved(expected, ONE_IN);
            if (!starved.isEmpty()) {
                throw new AssertionError("in fewer than one of %d lines: %s".formatted(ONE_IN, starved));
            }
        }
    }

    private String name() {
        return test + " on " + where;
    }

    private void judge(List<List<String>> programs, String origin) {
        List<List<String>> results = place.run(programs);
        for (int i = 0; i < programs.size(); i++) {
            results.get(i).forEach(this::count);
            if (oracle.judge(programs.get(i), results.get(i)).isPresent()) {
                throw new AssertionError(describe(
                        Shrinker.shrink(programs.get(i), p -> complaint(p).isPresent()), origin));
            }
        }
    }

    /** Counts a line as fsop prints it: "12 mkdir a 0755 => EEXIST". */
    private void count(String printed) {
        String result = Oracle.resultOf(printed);
        usage.count(printed.split(" ")[1], ERRNO.matcher(result).matches() ? result : "ok");
    }

    /** Nothing also for what shrinking may come to: lines that open a handle that is open, and lines to be left out. */
    private Optional<String> complaint(List<String> program) {
        try {
            return isLeftOut(program)
                    ? Optional.empty()
                    : oracle.judge(program, place.run(List.of(program)).get(0));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a line is one to leave out, as far as one can say before the program has run. */
    private boolean isLeftOut(List<String> program) {
        Run run = Run.start(settings);
        for (String line : program) {
            if (leftOut.test(run.world(), line)) {
                return true;
            }
            run = Lines.allowed(run, line).get(0).next();
        }
        return false;
    }

    private String describe(List<String> program, String origin) {
        try {
            Files.createDirectories(FAILURES);
            Path file = FAILURES.resolve(test + "-" + where + ".fsop");
            Files.write(file, program);
            return "%s (%s): a result that the model does not allow:%n%s%n%nThe program, also in %s:%n%s%n%n%s"
                    .formatted(
                            name(),
                            origin,
                            complaint(program).orElse("(not at every run)"),
                            file,
                            String.join("\n", program),
                            "Run it again: ./holdfast test -Dtest=" + test + " -Dposix.replay=" + file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
