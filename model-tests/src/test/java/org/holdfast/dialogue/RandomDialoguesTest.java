package org.holdfast.dialogue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsCollector;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.Holdfast;
import org.holdfast.mutant.Planting;
import org.holdfast.testkit.Usage;

/**
 * Random dialogues of 40 lines with each policy; no kind of request and no error may be starved. {@code
 * -Dholdfast.dialogues=N} plays N with each, {@code -Dholdfast.seed=S} others, {@code
 * -Dholdfast.mutant=ID} with a planted bug. A difference is made short by {@link
 * Shortening} and not by jqwik, which would begin anew with a daemon for each try.
 */
class RandomDialoguesTest {
    private static final int DIALOGUES = Integer.getInteger("holdfast.dialogues", 10_000);
    private static final long SEED = Long.getLong("holdfast.seed", 1);
    private static final int TRIES = 50;

    private static final List<String> REQUESTS = List.of(
            "lookup",
            "getattr",
            "setattr",
            "mknod",
            "mkdir",
            "symlink",
            "readlink",
            "link",
            "unlink",
            "rmdir",
            "rename",
            "open",
            "create",
            "tmpfile",
            "read",
            "write",
            "flush",
            "release",
            "opendir",
            "readdir",
            "readdirplus",
            "releasedir",
            "forget",
            "forget-all",
            "batch-forget",
            "host write",
            "host mkdir",
            "host link",
            "host unlink",
            "host rmdir",
            "host rename",
            "host symlink",
            "host chmod",
            "host truncate");
    private static final List<String> ERRORS = List.of("ENOENT", "EEXIST", "EISDIR", "ENOTDIR", "ENOTEMPTY", "EINVAL");

    @Property(tries = TRIES, seed = "1", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void withWorkLinks(@ForAll("seeds") List<Long> seeds) {
        play(Planting.chosen(Holdfast.LINK), seeds);
    }

    @Property(tries = TRIES, seed = "2", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void withDescriptors(@ForAll("seeds") List<Long> seeds) {
        play(Planting.chosen(Holdfast.FD), seeds);
    }

    /** A quarter of the others: what it adds is that holds change meanwhile. */
    @Property(tries = TRIES, seed = "3", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void withAFewDescriptors(@ForAll("seeds") List<Long> seeds) {
        play(Planting.chosen(Holdfast.ADAPTIVE), seeds.subList(0, (seeds.size() + 3) / 4));
    }

    /** An eighth: what it adds is that directories are opened by their places. */
    @Property(tries = TRIES, seed = "4", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void withoutFileHandles(@ForAll("seeds") List<Long> seeds) {
        play(Planting.chosen(Holdfast.BY_PLACE), seeds.subList(0, (seeds.size() + 7) / 8));
    }

    /** An eighth: what it adds is that files have nothing but their handles. */
    @Property(tries = TRIES, seed = "5", shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
    void withFileHandles(@ForAll("seeds") List<Long> seeds) {
        play(Planting.chosen(Holdfast.HANDLE), seeds.subList(0, (seeds.size() + 7) / 8));
    }

    @Provide
    Arbitrary<List<Long>> seeds() {
        return Arbitraries.longs().list().ofSize(Math.max(1, DIALOGUES / TRIES));
    }

    private static void play(DaemonKind kind, List<Long> seeds) {
        RandomDialogues running = RUNNING.computeIfAbsent(kind.name(), name -> new RandomDialogues(kind));
        StatisticsCollector requests = Statistics.label("requests");
        StatisticsCollector errors = Statistics.label("errors");
        for (long seed : seeds) {
            Usage usage = running.play(Choice.ofDialogue(new Random(seed ^ SEED * 0x9E3779B97F4A7C15L)));
            usage.counts()
                    .forEach((verb, outcomes) -> outcomes.forEach((outcome, times) -> {
                        for (int i = 0; i < times; i++) {
                            requests.collect(verb);
                            errors.collect(outcome);
                        }
                    }));
        }
        requests.coverage(c -> REQUESTS.forEach(verb -> c.check(verb).percentage(percent -> percent > 0.2)));
        errors.coverage(c -> ERRORS.forEach(error -> c.check(error).percentage(percent -> percent > 0.05)));
    }

    private static final Map<String, RandomDialogues> RUNNING = new TreeMap<>();

    @AfterContainer
    static void close() {
        RUNNING.values().forEach(RandomDialogues::close);
        RUNNING.clear();
    }
}
