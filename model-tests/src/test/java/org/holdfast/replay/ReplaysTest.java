package org.holdfast.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.holdfast.spec.bounded.ModelFile;
import org.holdfast.spec.sequence.Generator;
import org.holdfast.spec.sequence.Sequence;
import org.holdfast.spec.sequence.SequenceFiles;
import org.holdfast.testkit.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The specification's sequences against the daemon, interleaved ones too: each time a share, in which daemons are killed
 * less often, because each start takes its time; with {@code -Dholdfast.replay.all=true} all that can be played.
 */
class ReplaysTest {
    private static final boolean ALL = Boolean.getBoolean("holdfast.replay.all");
    private static final Set<String> PLAYED = Set.of(
            "link-pair",
            "link-reuse",
            "link-names",
            "link-crash",
            "link-warm",
            "link-dirs",
            "dirs-rename",
            "fd",
            "adaptive",
            "adaptive-pair",
            "adaptive-dirs",
            "adaptive-dirs-pair",
            "adaptive-unlinked",
            "handle",
            "handle-pair",
            "handle-rename",
            "live-adaptive");
    private static final int ONE_KILL_IN = 8;
    private static final int ONE_WITH_DIRECTORIES_IN = 2;
    private static final int ONE_ADAPTIVE_IN = 4;
    private static final int ONE_SHUT_IN = 4;
    private static final int MOST_DIFFERENCES = 3;
    private static final Path EXAMPLES = Project.top().resolve("model-tests/sequences/examples");

    /** They stay, so that one that fails can be played again. */
    private static final Path GENERATED = Project.top().resolve("model-tests/target/sequences");

    private int kills;
    private int directories;
    private int adaptives;
    private int shuts;

    @Test
    void theDaemonDoesWhatTheModelsSay() throws IOException {
        generate();
        List<String> differences = new ArrayList<>();
        Tally tally = new Replays(differences::add, this::isInShare, MOST_DIFFERENCES, Replays.PATIENCE)
                .play(Replays.files(GENERATED));
        System.out.print(tally.table());
        assertThat(differences).isEmpty();
        assertThat(tally.played()).isGreaterThan(5_000);
    }

    private boolean isInShare(Sequence q) {
        boolean kill = q.needs().contains("kill") && kills++ % ONE_KILL_IN != 0;
        boolean directory = q.model().kinds().contains("dir") && directories++ % ONE_WITH_DIRECTORIES_IN != 0;
        boolean shut = q.needs().contains("shut");
        boolean adaptive = !shut && q.model().policy().equals("adaptive") && adaptives++ % ONE_ADAPTIVE_IN != 0;
        boolean notThisShut = shut && shuts++ % ONE_SHUT_IN != 0;
        return ALL || !kill && !directory && !adaptive && !notThisShut;
    }

    private static void generate() throws IOException {
        List<Generator.Source> sources = ModelFile.good()
                .filter(e -> ALL ? e.isIn("quick") && e.holds() : PLAYED.contains(e.name()))
                .map(e -> new Generator.Source(e.name(), e.model()))
                .toList();
        try (SequenceFiles files = new SequenceFiles(GENERATED)) {
            Generator.generate(sources, files::add, progress -> {});
        }
    }

    @Test
    void theExamplesPass() {
        assertThat(replay(EXAMPLES.toString(), Replays.PATIENCE)).isEmpty();
    }

    /** Each says something else than the daemon does. */
    @Test
    void anAlteredSequenceIsADifference(@TempDir Path dir) throws IOException {
        String text = Files.readString(EXAMPLES.resolve("serial-link-names-0007.txt"));
        String lookups = Files.readString(EXAMPLES.resolve("serial-link-reuse-0003.txt"));
        assertThat(altered(dir, lookups, "nlink 1", "nlink 2"))
                .contains("nodeid 2 object 2 nlink 1 ctime last\n")
                .contains("replay it: ./holdfast replay " + dir);
        assertThat(altered(dir, lookups, "object 2", "object 1")).contains("got\n  daemon  Reply 2 -> entry nodeid 2");
        assertThat(altered(dir, lookups, "links 1 fds 0", "links 0 fds 1")).contains("got\n  rest    nodes 1 links 1");
        assertThat(altered(dir, lookups, "client  Forget 2 1\n", "")).contains("got\n  rest    nodes 1 links 1 fds 0");
        assertThat(altered(dir, text, "begin\n", "begin\nhost    HostRemove -1 b\n"))
                .contains("line 10: expected");
    }

    /** Each lets a thread of the daemon take another step than it does. */
    @Test
    void anAlteredInterleavingIsADifference(@TempDir Path dir) throws IOException {
        String text = Files.readString(EXAMPLES.resolve("interleaved-link-pair-0045.txt"));
        assertThat(altered(dir, text, "nlink 0", "nlink 3"))
                .contains("got\n  daemon  Reply 1 -> entry nodeid 2 object 1 nlink 1 ctime late\n");
        assertThat(altered(dir, text, "daemon  LinkFailed 1 ENOENT", "daemon  Link 1"))
                .contains("no such step");
        assertThat(altered(dir, text, "host    HostRemove -1 a\n", ""))
                .contains("LinkFailed 1 ENOENT\ngot\n  no such step");
    }

    private static String altered(Path dir, String text, String from, String to) throws IOException {
        assertThat(text).contains(from);
        Path file = Files.writeString(dir.resolve("altered.txt"), text.replace(from, to));
        String said = replay(file.toString(), Duration.ofMillis(200));
        assertThat(said).isNotEmpty();
        return said;
    }

    /** What was different; nothing if nothing was. */
    private static String replay(String path, Duration patience) {
        List<String> differences = new ArrayList<>();
        try {
            new Replays(differences::add, q -> true, 1, patience).play(Replays.files(Path.of(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.join("\n", differences);
    }
}
