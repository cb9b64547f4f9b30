package org.holdfast.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Strace;

/** Measures what daemons cost beside the time of their requests. Each gets a fresh mount for each thing that is looked at. */
final class Costs {
    private static final Path WATCHES = Path.of("/proc/sys/fs/inotify/max_user_watches");
    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final String SEEN = "seen";

    private final Scratch scratch;
    private final Path root;
    private final Consumer<String> progress;

    /** On the file system mounted at {@code root}. */
    Costs(Scratch scratch, Path root, Consumer<String> progress) {
        this.scratch = scratch;
        this.root = root;
        this.progress = progress;
    }

    /** Starts each daemon so many times, in turns; none of one that does not answer. */
    Map<String, Spread> starts(List<Subject> daemons, int times) throws IOException {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        Path source = Files.createDirectories(root.resolve("start"));
        Files.writeString(source.resolve(SEEN), "");
        for (int round = -1; round < times; round++) { // the first one finds what later ones have in memory
            for (Subject daemon : Rounds.turns(daemons, round + 1)) {
                progress.accept("start " + (round + 1) + " of " + times + ", " + daemon.name());
                Path mountPoint = scratch.directory("mnt");
                List<Object> words = new ArrayList<>(List.of(Client.binary(), "first_answer", mountPoint, SEEN));
                words.addAll(daemon.commandFor(source.toString(), mountPoint.toString()));
                Program.Result result = Program.of(words.toArray()).run();
                if (round >= 0 && result.exit() == 0) {
                    seconds.computeIfAbsent(daemon.name(), none -> new ArrayList<>())
                            .add(Double.valueOf(result.lines().get(0)));
                }
            }
        }
        Map<String, Spread> spreads = new HashMap<>();
        seconds.forEach((name, all) -> spreads.put(name, Spread.of(all)));
        return spreads;
    }

    /** Lets the kernel remember so many files of a fresh mount: first the idle daemon, then one after each number of them. */
    List<Cost.Held> memory(Subject daemon, List<Integer> numbers) throws IOException {
        List<Cost.Held> held = new ArrayList<>();
        String watches = Files.readAllLines(WATCHES).get(0); // readString reads the first byte only of such a file
        try {
            for (int number : numbers) {
                progress.accept("memory for " + number + " files, " + daemon.name());
                raiseWatches(Long.parseLong(watches), number);
                Path source = root.resolve("remember-" + number);
                if (!Files.exists(source)) {
                    Program.of(Client.binary(), "tree", Files.createDirectory(source), number)
                            .limit(LIMIT)
                            .mustSucceed();
                }
                try (Place place = place(daemon, source)) {
                    hold(place, number, held);
                }
            }
        } finally {
            Files.writeString(WATCHES, watches);
        }
        return held;
    }

    private static void raiseWatches(long now, int number) throws IOException {
        if (now < number + 1000L) {
            Files.writeString(WATCHES, String.valueOf(number + 1000L));
        }
    }

    private void hold(Place place, int number, List<Cost.Held> held) throws IOException {
        long pid = place.pid().orElseThrow();
        Kernel.dropCaches();
        Place.awaitStillness(List.of(place));
        Map<String, Long> earlier = Slab.now();
        if (held.isEmpty()) {
            held.add(new Cost.Held(0, 0, 0, Usage.resident(pid), Usage.descriptors(pid), Map.of()));
        }
        Process watcher = new ProcessBuilder(
                        Client.binary().toString(), "hold", place.directory().toString(), "" + number)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = watcher.inputReader(StandardCharsets.UTF_8)) {
            String[] words = String.valueOf(out.readLine()).split(" ");
            Kernel.dropCaches();
            Place.awaitStillness(List.of(place));
            held.add(new Cost.Held(
                    number,
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Usage.resident(pid),
                    Usage.descriptors(pid),
                    Slab.since(earlier)));
        } finally {
            watcher.destroy();
        }
    }

    /** Counts the system calls of one round of the phases. */
    Map<Phase, Map<String, Double>> calls(Subject daemon, Setting setting, List<Phase> phases, Sizes sizes) {
        Map<Phase, Map<String, Double>> all = new EnumMap<>(Phase.class);
        try (Stage stage = new Stage(scratch, root, setting, List.of(daemon), phases, sizes)) {
            if (stage.places().isEmpty()) {
                throw new IllegalStateException(stage.leftOut().get(daemon.name()));
            }
            Place place = stage.places().get(0);
            stage.prepare(Set.copyOf(phases));
            for (Phase phase : phases) {
                progress.accept("system calls of " + phase.word() + ", " + daemon.name());
                Sample[] sample = new Sample[1];
                stage.ready(phase, place);
                Map<String, Long> calls = Strace.count(
                        scratch, place.pid().orElseThrow(), () -> sample[0] = stage.timed(setting, 0, phase, place));
                if (sample[0].outcome().isGood()) {
                    Map<String, Double> each = new LinkedHashMap<>();
                    calls.forEach((name, n) ->
                            each.put(name, n / (double) sample[0].outcome().steps()));
                    all.put(phase, each);
                }
            }
        }
        return all;
    }

    private Place place(Subject daemon, Path source) {
        return new Place(
                daemon,
                List.of(),
                source,
                scratch.directory("mnt"),
                scratch.directory("log").resolve("log"));
    }
}
