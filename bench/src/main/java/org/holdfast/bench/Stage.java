package org.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Scratch;

/** All subjects of one setting, each with files of its own on the same file system. */
final class Stage implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Path root;
    private final Client client;
    private final List<Place> places = new ArrayList<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    /**
     * Makes the directories, and the trees that {@code phases} work in, on the file system mounted at {@code root}, and starts
     * the daemons.
     *
     * @throws IllegalStateException no room for a tree
     */
    Stage(Scratch scratch, Path root, Setting setting, List<Subject> subjects, Collection<Phase> phases, Sizes sizes) {
        this.root = root;
        List<String> before = Processor.words(setting.pinned());
        client = new Client(setting.clients(), sizes, before);
        List<String> trees = phases.stream()
                .flatMap(phase -> phase.tree().stream())
                .distinct()
                .toList();
        try {
            for (Subject subject : subjects) {
                Path source = Files.createDirectories(root.resolve(subject.name()));
                for (String tree : trees) {
                    makeTree(tree, source.resolve(tree), sizes.tree());
                }
                start(scratch, subject, before, source);
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static void makeTree(String kind, Path tree, int entries) throws IOException {
        if (!Files.exists(tree)) {
            Files.createDirectory(tree);
            Program.Result made = Program.of(Client.binary(), kind, tree, entries)
                    .limit(LONGEST)
                    .run();
            if (made.exit() != 0) {
                throw new IllegalStateException("cannot make %s with %,d entries: %s"
                        .formatted(tree, entries, made.err().strip()));
            }
        }
    }

    private void start(Scratch scratch, Subject subject, List<String> before, Path source) {
        Path log = scratch.directory("log").resolve(subject.name());
        try {
            places.add(new Place(subject, before, source, scratch.directory("mnt"), log));
        } catch (IllegalStateException e) {
            leftOut.put(subject.name(), e.getMessage());
        }
    }

    /** Why those are missing that did not start. */
    Map<String, String> leftOut() {
        return leftOut;
    }

    List<Place> places() {
        return places;
    }

    /** Removes what is left of an earlier round, and makes what {@code phases} need and do not make themselves. */
    void prepare(Set<Phase> phases) {
        for (Place place : places) {
            client.clear(place.source());
            if (!phases.contains(Phase.CREATE) && needs(phases, Phase.Needs.FILES)) {
                client.fill(place.source());
            }
            if (!phases.contains(Phase.SEQ_WRITE) && needs(phases, Phase.Needs.LARGE)) {
                client.fillLarge(place.source());
            }
        }
        Kernel.dropCaches();
    }

    private static boolean needs(Set<Phase> phases, Phase.Needs what) {
        return phases.stream().anyMatch(phase -> phase.needs() == what);
    }

    /** One phase of one subject: nobody else is at work meanwhile. */
    Sample measure(Setting setting, int round, Phase phase, Place place) {
        ready(phase, place);
        return timed(setting, round, phase, place);
    }

    /** Brings the kernel's caches into the state in which the phase is to find them. */
    void ready(Phase phase, Place place) {
        Program.of("sync", "-f", root).mustSucceed();
        switch (phase.before()) {
            case DROP_NAMES -> Kernel.dropCaches();
            case DROP_ALL -> Kernel.dropCachesAndPages();
            case WARM_BACKING -> {
                Kernel.dropCachesAndPages();
                client.warm(place.source());
            }
            case NOTHING -> {
                // as the phase before has left it
            }
        }
        Place.awaitStillness(places);
    }

    /** Lets the client do the phase. */
    Sample timed(Setting setting, int round, Phase phase, Place place) {
        return new Sample(setting, round, phase, place.subject(), client.run(phase, place));
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // unmounting takes programs that are waited for
        places.forEach(Place::close);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
