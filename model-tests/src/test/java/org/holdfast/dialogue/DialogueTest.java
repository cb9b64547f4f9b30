package org.holdfast.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.kernel.Ability;
import org.holdfast.kernel.Holdfast;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Usage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The text of dialogues, and what is told when the daemon does something else than a file or the oracle says. */
class DialogueTest {
    private static Scratch scratch;
    private static Stage stage;

    @BeforeAll
    static void start() {
        scratch = Scratch.create();
        stage = new Stage(Holdfast.LINK, scratch.directory("stage"));
    }

    @AfterAll
    static void end() {
        stage.close();
        scratch.close();
    }

    private static Dialogue read(String... lines) {
        List<String> all = new ArrayList<>(List.of(Dialogue.FORMAT, "begin"));
        all.addAll(List.of(lines));
        return DialogueText.read("test", all);
    }

    private static Played play(String... lines) {
        return Player.play(read(lines), stage, Dialogues.PATIENCE, new Usage());
    }

    @Test
    void whatIsWrittenIsRead() {
        Dialogue dialogue = DialogueText.read(
                "test",
                List.of(
                        Dialogue.FORMAT,
                        "row Z04",
                        "properties P2 P6",
                        "shows Two words.",
                        "needs link init-again",
                        "begin",
                        "# a remark",
                        "lookup root a%20b -> n1 nlink=1",
                        "& getattr n1",
                        "repeat 2 lookup root f#",
                        "lookup root ''"));
        assertThat(dialogue.needs()).containsExactlyInAnyOrder(Ability.LINK, Ability.INIT_AGAIN);
        assertThat(dialogue.steps()).hasSize(5);
        assertThat(dialogue.steps().get(0).words()).containsExactly("lookup", "root", "a b");
        assertThat(dialogue.steps().get(3).words()).containsExactly("lookup", "root", "f2");
        String written = DialogueText.write(dialogue);
        assertThat(written).contains("needs link init-again\nbegin\nlookup root a%20b -> n1 nlink=1\n& getattr n1\n");
        assertThat(DialogueText.write(DialogueText.read("test", written.lines().toList())))
                .isEqualTo(written);
    }

    /** A dialogue that is being made shorter may create a name in what is a file by then. */
    @Test
    void whatIsNoDirectoryHoldsNothing() {
        String create = "create n1 b 644 rw -> ENOTDIR";
        assertThat(play("host write a text", "lookup root a -> n1", create)).isInstanceOf(Played.Passed.class);
        assertThat(play("mknod root p fifo 644 -> n1", "unlink root p", create)).isInstanceOf(Played.Passed.class);
    }

    @Test
    void whatIsNoDialogue() {
        assertThatThrownBy(() -> DialogueText.read("test", List.of("holdfast-sequence 1")))
                .isInstanceOf(BadDialogue.class);
        assertThatThrownBy(() -> DialogueText.read("test", List.of(Dialogue.FORMAT, "rows Z04", "begin")))
                .hasMessageContaining("line 2");
        assertThatThrownBy(() -> play("getattr n1")).hasMessageContaining("n1");
        assertThatThrownBy(() -> play("dance root")).isInstanceOf(BadDialogue.class);
        assertThatThrownBy(() -> play("lookup root")).hasMessageContaining("more words");
    }

    @Test
    void anotherAnswerThanTheFileSays() {
        Played.Different d = (Played.Different) play("host write f x", "lookup root f -> n1 nlink=2");
        assertThat(d.line()).isEqualTo(4);
        assertThat(d.describe())
                .contains("line 4: lookup root f -> n1 nlink=2\ngot\n  got n1 mode=100644 nlink=1 size=1")
                .contains("n1 nlink=2  (the file says so)")
                .contains("host write f x");
        assertThat(play("lookup root f -> ok")).isInstanceOf(Played.Different.class);
        assertThat(play("lookup root f -> EEXIST|ENOENT")).isEqualTo(new Played.Passed(1));
    }

    /** What an oracle must notice that is told something else than what happens: a host that acts unseen. */
    @Test
    void anotherAnswerThanTheOracleAllows() throws Exception {
        Script unseen = new Script() {
            private int said;

            @Override
            public List<Step> next(Known known, Names names) {
                switch (said++) {
                    case 0:
                        return read("host write f hello").steps();
                    case 1:
                        HostActs host = new HostActs(stage.export());
                        host.act(read("host link f g").steps().get(0));
                        return read("lookup root f").steps();
                    default:
                        return List.of();
                }
            }
        };
        Played.Different d = (Played.Different) Player.play(unseen, stage, Dialogues.PATIENCE, new Usage());
        assertThat(d.property()).isEqualTo("P8");
        assertThat(d.got()).isEqualTo("nlink 2 where it is 1");
        assertThat(d.allowed()).contains("success  (stat(2))");
    }

    @Test
    void whatIsLeftOut() {
        Dialogue needs = DialogueText.read("test", List.of(Dialogue.FORMAT, "needs negative-entries", "begin"));
        assertThat(Player.play(needs, stage, Dialogues.PATIENCE, new Usage()))
                .isEqualTo(new Played.LeftOut(Ability.NEGATIVE_ENTRIES.reason()));
    }
}
