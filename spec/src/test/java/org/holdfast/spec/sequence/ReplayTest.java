package org.holdfast.spec.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sequences of a small model, altered: nothing wrong is read or replayed. */
class ReplayTest {
    private static final List<Sequence> SEQUENCES = new ArrayList<>();
    private static Sequence longest;

    @BeforeAll
    static void generate() {
        SEQUENCES.addAll(SmallSequences.make());
        longest = SEQUENCES.stream()
                .filter(q -> q.actions().size() > 15 && !q.needs().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatIsWrittenIsRead() {
        for (Sequence q : SEQUENCES) {
            List<String> text = SequenceText.write(q);
            assertThat(SequenceText.write(SequenceText.read(text))).isEqualTo(text);
        }
    }

    @Test
    void serialMeansThatNothingBeginsUnlessTheDaemonIsAtRest() {
        for (Sequence q : SEQUENCES) {
            boolean rest = true;
            boolean serial = true;
            for (Line line : q.lines()) {
                boolean begins = line instanceof Line.Step s && s.actor() != Actor.DAEMON;
                boolean host = line instanceof Line.Step s && s.actor() == Actor.HOST;
                serial &= rest || !begins;
                rest = line instanceof Line.AtRest || (rest && host);
            }
            assertThat(q.serial()).as(q.name()).isEqualTo(serial);
        }
    }

    @Test
    void commentsAndEmptyLinesAreLeftOut() {
        List<String> text = new ArrayList<>();
        SequenceText.write(longest).forEach(line -> text.addAll(List.of("# " + line, "", line)));
        Sequence read = SequenceText.read(text);
        assertThat(SequenceText.write(read)).isEqualTo(SequenceText.write(longest));
        assertThat(Replay.of(read)).containsAll(longest.covers());
    }

    @Test
    void whatIsNotPossibleIsAnsweredWithWhatIs() {
        List<String> text = new ArrayList<>(SequenceText.write(longest));
        int at = first(text, "daemon  Resolve");
        text.set(at, text.get(at).replace("Resolve", "Unpin"));
        assertThatThrownBy(() -> Replay.of(SequenceText.read(text)))
                .isInstanceOf(BadSequence.class)
                .hasMessageStartingWith("line " + (at + 1) + ": got\n  daemon  Unpin 1\nallowed are only:\n  ")
                .hasMessageContaining("\n  daemon  Resolve 1");
    }

    @Test
    void anotherAnswerIsFound() {
        List<String> text = new ArrayList<>(SequenceText.write(longest));
        int at = first(text, "daemon  Reply");
        String is = text.get(at);
        text.set(at, is.replaceFirst("nlink \\d+", "nlink 7"));
        assertThatThrownBy(() -> Replay.of(SequenceText.read(text)))
                .isInstanceOf(BadSequence.class)
                .hasMessage("line " + (at + 1) + ": got\n  " + text.get(at) + "\nallowed are only:\n  " + is);
    }

    @Test
    void aHeaderThatSaysAnotherThingIsFound() {
        for (String key : Set.of(SequenceText.KIND, SequenceText.NEEDS, SequenceText.COVERS, SequenceText.END)) {
            List<String> text = new ArrayList<>(SequenceText.write(longest));
            int at = first(text, key);
            String other = text.get(at).endsWith("serial") ? "class interleaved" : "class serial";
            text.set(
                    at,
                    switch (key) {
                        case SequenceText.KIND -> other;
                        case SequenceText.END -> "end open";
                        default -> text.get(at) + " more";
                    });
            assertThatThrownBy(() -> Replay.of(SequenceText.read(text))).as(key).isInstanceOf(BadSequence.class);
        }
    }

    @Test
    void whatCannotBeReadIsNamedWithItsLine() {
        List<String> text = SequenceText.write(longest);
        assertThatThrownBy(() -> SequenceText.read(List.of()))
                .isInstanceOf(BadSequence.class)
                .hasMessage("line 1: the sequence ends too early");
        assertThatThrownBy(() -> SequenceText.read(text.subList(0, text.size() - 1)))
                .hasMessage("line " + text.size() + ": the sequence ends too early");
        assertBad(text, SequenceText.MAGIC, "something else", "a sequence begins with");
        assertBad(text, SequenceText.BOUNDS, "bounds names=a", "the bound kinds is missing");
        assertBad(text, SequenceText.KIND, "class fast", "class is serial or interleaved, and not fast");
        assertBad(text, SequenceText.SOURCE, "mode fd", "here stands model and a value, and not: mode fd");
        assertBad(text, "rest", "rest some", "and not: rest some");
        assertBad(
                text,
                "daemon  Resolve",
                "daemon  Resolve 9",
                "Resolve 9; with that name it has only: Resolve 1, Resolve 2");
        assertBad(text, "daemon  Resolve", "daemon  Fly 1", "the model has no action Fly 1");
        assertBad(text, SequenceText.END, "end quiescent\nmore", "nothing follows after the end");
        String bounds = text.get(first(text, SequenceText.BOUNDS));
        assertBad(
                text, SequenceText.BOUNDS, bounds.replace("crashes=false", "crashes=no"), "bound crashes cannot be no");
        assertBad(text, SequenceText.BOUNDS, bounds + " more=1", "no bounds of a model: [more]");
        assertBad(text, SequenceText.BOUNDS, bounds + " names=a", "no bound, or one given twice: names=a");
    }

    /** What the model of a bad daemon allows breaks a property: of a step, or of a state. */
    @ParameterizedTest
    @CsvSource({"MaskNlink, ImplementsContract does not hold from", "MaskCtime, P8Ctime does not hold in"})
    void aBrokenPropertyIsNamed(String rule, String message) {
        String bounds =
                Bounds.text(longest.model()).replace("policy=fd", "policy=link").replace("without=", "without=" + rule);
        List<String> text = List.of(
                SequenceText.MAGIC,
                "sequence serial/bad-0001",
                "model bad",
                "bounds " + bounds,
                "class serial",
                "needs nothing",
                "begin",
                "host HostCreate -1 a file 1",
                "client Open 1 1 a : lookup",
                "daemon Resolve 1",
                "daemon Link 1",
                "daemon Adopt 1",
                "daemon Operate 1",
                "end open");
        assertThatThrownBy(() -> Replay.of(SequenceText.read(text)))
                .isInstanceOf(BadSequence.class)
                .hasMessageStartingWith("line 13: " + message);
    }

    private static void assertBad(List<String> text, String line, String instead, String message) {
        List<String> bad = new ArrayList<>(text);
        int at = first(text, line);
        bad.set(at, instead);
        List<String> lines = String.join("\n", bad).lines().toList();
        assertThatThrownBy(() -> SequenceText.read(lines))
                .isInstanceOfSatisfying(BadSequence.class, e -> assertThat(e.line())
                        .isEqualTo(instead.contains("\n") ? at + 2 : at + 1))
                .hasMessageContaining(message);
    }

    private static int first(List<String> text, String beginning) {
        return IntStream.range(0, text.size())
                .filter(i -> text.get(i).startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }
}
