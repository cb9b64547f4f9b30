package org.holdfast.conform;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.holdfast.conform.Exchange.Actor;
import org.holdfast.dialogue.Dialogue;
import org.holdfast.dialogue.DialogueText;
import org.holdfast.dialogue.Played;
import org.holdfast.dialogue.Player;
import org.holdfast.dialogue.Stage;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.replay.Outcome;
import org.holdfast.testkit.Project;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Usage;

/** Plays the zoo's dialogues with one kind of daemon, and notes on its scorecard what became of them. */
final class Talks {
    private static final Path FILES = Project.top().resolve("model-tests/dialogues/zoo");
    private static final String HOST = "host";
    private static final String UNMOUNT = "unmount";
    private static final int REPEATED = 4;

    private final DaemonKind kind;
    private final Scorecard card;
    private final Duration patience;

    Talks(DaemonKind kind, Scorecard card, Duration patience) {
        this.kind = kind;
        this.card = card;
        this.patience = patience;
    }

    /** The files of the zoo. */
    static List<Path> files() {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each begins with a daemon of its own: some are about all that one has ever said. */
    void play(Path file, Scratch scratch) {
        try {
            Dialogue dialogue = DialogueText.read(file);
            Optional<String> obstacle = obstacle(dialogue);
            if (obstacle.isPresent()) {
                card.leftOut(obstacle.get(), properties(dialogue), row(dialogue));
                return;
            }
            try (Stage stage = new Stage(kind, scratch.directory("dialogue"))) {
                note(dialogue, Player.play(dialogue, stage, patience, new Usage()), file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> obstacle(Dialogue dialogue) {
        Set<Ability> needs = EnumSet.noneOf(Ability.class);
        needs.addAll(dialogue.needs());
        if (dialogue.steps().stream().anyMatch(step -> step.words().get(0).equals(HOST))) {
            needs.add(Ability.HOST_FILES);
        }
        if (dialogue.steps().stream().anyMatch(step -> step.words().get(0).equals(UNMOUNT))) {
            needs.add(Ability.CLEAN_END);
        }
        if (dialogue.properties().contains(Property.P11.name())) {
            needs.add(Ability.WORKDIR); // what another daemon holds a node with is its own affair, and is not counted
        }
        return needs.stream().filter(need -> !kind.can(need)).findFirst().map(Ability::reason);
    }

    private void note(Dialogue dialogue, Played played, Path file) throws IOException {
        String replay = Files.readString(file);
        if (played instanceof Played.LeftOut out) {
            card.leftOut(out.reason(), properties(dialogue), row(dialogue));
        } else if (played instanceof Played.Different d) {
            List<Exchange> told = told(d.table(), d.step(), d.got(), d.allowed());
            Property property = property(dialogue, d);
            Failure failure = new Failure(property, dialogue.name(), told, Optional.empty(), replay);
            boolean about = property == Property.P13 || properties(dialogue).contains(property);
            card.failed(List.of(failure), about ? row(dialogue) : Set.of());
            if (!about) {
                card.unclear(row(dialogue), "not reached: " + property + " " + property.title() + " broke before");
            }
        } else if (played instanceof Played.Ended e) {
            List<Exchange> told = told(e.table(), e.step(), "no reply", "a reply");
            Outcome.End end = new Outcome.End(e.exit(), e.log());
            card.failed(
                    List.of(new Failure(Property.P13, dialogue.name(), told, Optional.of(end), replay)), row(dialogue));
        } else {
            card.passed(properties(dialogue), row(dialogue));
        }
    }

    /** What only the file says: an error on a node that the client holds, or what the dialogue is about. */
    private static Property property(Dialogue dialogue, Played.Different d) {
        if (!d.property().isEmpty()) {
            return Property.valueOf(d.property());
        }
        return d.got().startsWith("got E")
                ? Property.P6
                : Property.valueOf(dialogue.properties().get(0));
    }

    private static Set<Property> properties(Dialogue dialogue) {
        return dialogue.properties().stream()
                .map(Property::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Property.class)));
    }

    private static Set<String> row(Dialogue dialogue) {
        return dialogue.row().isEmpty() ? Set.of() : Set.of(dialogue.row());
    }

    private static List<Exchange> told(List<Played.Row> table, String step, String got, String allowed) {
        List<Exchange> told = new ArrayList<>();
        for (Played.Row row : table) {
            add(told, Actor.CLIENT, row.client());
            add(told, Actor.DAEMON, row.daemon());
            add(told, Actor.HOST, row.host());
        }
        if (told.isEmpty() || told.get(told.size() - 1).actor() == Actor.DAEMON) {
            add(told, Actor.CLIENT, step);
        }
        shorten(told);
        told.add(new Exchange(Actor.DAEMON, got.strip(), allowed.strip().replaceAll("\\s*\\n\\s*", " or ")));
        return told;
    }

    /** Of many steps in a row that do the same to other names only the first and the last are told. */
    private static void shorten(List<Exchange> told) {
        List<Exchange> all = List.copyOf(told);
        told.clear();
        for (int from = 0; from < all.size(); ) {
            int period = all.get(from).actor() == Actor.CLIENT ? 2 : 1;
            int to = from + period;
            while (to + period <= all.size()
                    && isLike(all.subList(from, from + period), all.subList(to, to + period))) {
                to += period;
            }
            int times = (to - from) / period;
            if (times > REPEATED) {
                told.addAll(all.subList(from, from + period));
                told.add(Exchange.of(all.get(from).actor(), "… " + (times - 2) + " more like that …"));
                told.addAll(all.subList(to - period, to));
                from = to;
            } else {
                told.add(all.get(from));
                from++;
            }
        }
    }

    private static boolean isLike(List<Exchange> some, List<Exchange> others) {
        return IntStream.range(0, some.size())
                .allMatch(i -> some.get(i).actor() == others.get(i).actor()
                        && kind(some.get(i)).equals(kind(others.get(i))));
    }

    private static String kind(Exchange e) {
        return e.says().replaceAll("[0-9]+", "0");
    }

    private static void add(List<Exchange> told, Actor actor, String says) {
        if (!says.isEmpty()) {
            told.add(Exchange.of(actor, says));
        }
    }
}
