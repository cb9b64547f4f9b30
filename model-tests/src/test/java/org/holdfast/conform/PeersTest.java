package org.holdfast.conform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.Holdfast;
import org.holdfast.spec.sequence.Sequence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The suite passes our own daemon, and finds in others what is known to be there: a line of a scorecard that begins to fail,
 * and one that does no longer, both fail the test.
 */
class PeersTest {
    private static final int SHARE = 40;
    private static final int PROGRAMS = 25;
    private static final int FEWEST = 5; // of fuse-overlayfs: only dialogues without the host

    /** The lines that fail, by the daemon; docs/findings.md tells of each. */
    private static final Map<String, Set<String>> FINDINGS = Map.ofEntries(
            Map.entry("passthrough_ll", Set.of("P5", "P10", "Z40")),
            Map.entry("passthrough", Set.of("P4", "P6", "P8", "P10", "Z21", "Z23", "Z24", "Z29", "Z38")),
            Map.entry("fuse-overlayfs", Set.of("P8")),
            Map.entry("gocryptfs", Set.of("P4", "P6", "Z30")),
            Map.entry("virtiofsd", Set.of("P3", "P5", "P10", "Z02", "Z40", "Z60")),
            Map.entry("bindfs", Set.of("P8", "P16", "Z30", "Z34")),
            Map.entry("mergerfs", Set.of("P10", "P16", "Z61")),
            Map.entry("passthrough_ll-mount", Set.of("P10", "Z40")));

    private static final String HOW_TO =
            "%n%nIf that is right for the version that is installed, change PeersTest.FINDINGS"
                    + " and docs/findings.md, and write the scorecard anew:%n  ./holdfast conform --daemon %s --out docs/scorecards%n";

    private static List<Sequence> sequences;

    @BeforeAll
    static void generate() {
        sequences = Sequences.make(SHARE, progress -> {});
    }

    @Test
    void ourDaemonPassesWithWorkLinks() {
        Scorecard card = tried(Holdfast.LINK);
        assertThat(card.failures()).as(TextReport.of(card)).isEmpty();
        assertThat(card.played()).isGreaterThan(100);
    }

    @Test
    void ourDaemonPassesWithDescriptors() {
        Scorecard card = tried(Holdfast.FD);
        assertThat(card.failures()).as(TextReport.of(card)).isEmpty();
    }

    static Set<String> peers() {
        return new TreeSet<>(FINDINGS.keySet());
    }

    @ParameterizedTest
    @MethodSource("peers")
    void whatIsKnownIsFoundAndNothingElse(String name) {
        Scorecard card = tried(Peers.of(name).orElseThrow());
        Set<String> failing = new TreeSet<>();
        Stream.concat(card.properties().stream(), card.zoo().stream())
                .filter(line -> line.mark() == Scorecard.Mark.FAIL)
                .forEach(line -> failing.add(line.id()));
        assertThat(failing)
                .as(TextReport.of(card) + HOW_TO.formatted(name))
                .containsExactlyInAnyOrderElementsOf(FINDINGS.get(name));
        assertThat(card.played()).isGreaterThan(FEWEST);
    }

    private static Scorecard tried(DaemonKind kind) {
        Scorecard card = new Scorecard(kind.name(), "", "");
        if (kind instanceof Peer peer && peer.transport() == Transport.MOUNT) {
            new MountSuite(peer, card, progress -> {}).run(PROGRAMS);
            return card;
        }
        Suite suite = new Suite(kind, card, progress -> {});
        if (kind instanceof Peer) {
            suite.zoo(); // ours are held to it by ZooTest
        }
        suite.sequences(sequences);
        return card;
    }

    /** One that ends at the first request is found to have ended, not waited for. */
    @Test
    void aDaemonThatDiesIsSaidToHaveDied() {
        Peer dying = Peers.unknown("dying", Transport.SOCKET, List.of("sh", "-c", "exit 3"), Set.of(), Set.of());
        assertThatThrownBy(() -> tried(dying)).hasMessageContaining("dying does not begin to serve");
    }

    @Test
    void aDaemonThatDoesNotMountIsSaidNotTo() {
        Peer idle = Peers.unknown("idle", Transport.MOUNT, List.of("sh", "-c", "echo I am ill"), Set.of(), Set.of());
        assertThatThrownBy(() -> tried(idle))
                .hasMessageContaining("does not mount")
                .hasMessageContaining("I am ill");
    }
}
