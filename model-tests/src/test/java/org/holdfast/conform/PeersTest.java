package org.holdfast.conform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.Holdfast;
import org.holdfast.spec.sequence.Sequence;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The suite passes our own daemon and finds in others what is known to be there, no more and no less. */
class PeersTest {
    private static final int SHARE = 40;
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

    /** A nodeid is an address, free again after FORGET; a listing ends where a name has gone. */
    @Test
    void theLowLevelExampleOfLibfuse() {
        assertThat(broken("passthrough_ll")).containsOnlyKeys(Property.P5, Property.P10);
    }

    /** A node is a name, and holds nothing. */
    @Test
    void theHighLevelExampleOfLibfuse() {
        assertThat(broken("passthrough")).containsOnlyKeys(Property.P4, Property.P6, Property.P8, Property.P10);
    }

    private static Map<Property, Integer> broken(String peer) {
        Map<Property, Integer> broken = new TreeMap<>();
        tried(Peers.of(peer).orElseThrow())
                .failures()
                .forEach(failure -> broken.merge(failure.property(), 1, Integer::sum));
        return broken;
    }

    private static Scorecard tried(DaemonKind kind) {
        Scorecard card = new Scorecard(kind.name(), "", "");
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
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> tried(dying)))
                .hasMessageContaining("dying does not begin to serve");
    }
}
