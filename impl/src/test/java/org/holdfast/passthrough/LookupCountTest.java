package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.junit.jupiter.api.Test;

/** P2: the lookup count is what replies gave minus what FORGET took, and never anything else. */
final class LookupCountTest {
    @Test
    void z04LinkReplyIsCounted() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            assertThat(client.link(node, Client.ROOT, "b").nodeid()).isEqualTo(node);
            client.forget(node, 1);
            assertThat(client.attr(node).nlink()).isEqualTo(2);
        }
    }

    @Test
    void z05ForgetTakesAsManyAsItSays() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            client.lookup(Client.ROOT, "a").ok();
            client.lookup(Client.ROOT, "a").ok();
            client.forget(node, 2);
            assertThat(client.attr(node).size()).isEqualTo(4);
            client.forget(node, 1);
            assertThat(client.getattr(node).errno()).isEqualTo(Errno.ESTALE);
        }
    }

    @Test
    void everyReplyWithAnEntryCountsOne() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            List<Answer> answers = List.of(
                    client.create(Client.ROOT, "file", 2, 0644),
                    client.mkdir(Client.ROOT, "directory"),
                    client.mknod(Client.ROOT, "fifo", 0010644, 0),
                    client.symlink(Client.ROOT, "symlink", "file"),
                    client.send(new Message(Opcode.TMPFILE, Client.ROOT)
                            .u32(2, 0600, 0, 0)
                            .name("")),
                    client.lookup(Client.ROOT, "file"));
            assertThat(answers).allMatch(Answer::isOk);
            assertThat(export.counts().nodes()).isEqualTo(6);
        }
    }

    @Test
    void z06ThreeListingsForgottenLeaveNothing() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            for (int i = 0; i < 20; i++) {
                export.host().write("f" + i, "");
            }
            for (int round = 0; round < 3; round++) {
                long handle = client.opendir(Client.ROOT).handle();
                client.readdirplus(Client.ROOT, handle, 0, Client.CAPACITY).ok();
                client.releasedir(Client.ROOT, handle).ok();
            }
            assertThat(client.ledger().lookups()).hasSize(20).allSatisfy((node, count) -> assertThat(count)
                    .isEqualTo(3));
        }
    }

    @Test
    void overForgetClampsAndHarmsNobody() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            for (long lookups : new long[] {2, Long.MAX_VALUE, -1}) {
                client.forget(node, lookups);
                assertThat(client.getattr(node).errno()).isEqualTo(Errno.ESTALE);
                long next = client.lookup(Client.ROOT, "a").nodeid();
                assertThat(next).isNotEqualTo(node);
                assertThat(client.content(next)).isEqualTo("text");
                node = next;
            }
        }
    }

    @Test
    void theRootIsNeverForgotten() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            client.forget(Client.ROOT, -1);
            client.send(new Message(Opcode.BATCH_FORGET, 0).u32(1, 0).u64(Client.ROOT, 7));
            assertThat(client.attr(Client.ROOT).type()).isEqualTo(0040000);
        }
    }

    @Test
    void forgetOfNothingTakesNothing() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            client.forget(node, 0);
            assertThat(client.attr(node).size()).isEqualTo(4);
        }
    }

    @Test
    void z14UnlinkOfANameNeverLookedUpLeavesNoNode() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "");
            export.host().mkdir("d");
            client.unlink(Client.ROOT, "a").ok();
            client.rmdir(Client.ROOT, "d").ok();
            export.host().write("b", "");
            client.rename(Client.ROOT, "b", Client.ROOT, "c").ok();
            assertThat(export.counts().nodes()).isEqualTo(1);
        }
    }

    @Test
    void z15BatchIsTheSameAsSingles() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            Message batch =
                    new Message(Opcode.BATCH_FORGET, 0).caller(1000, 1000).u32(200, 0);
            for (int i = 0; i < 200; i++) {
                export.host().write("f" + i, "");
                long node = client.lookup(Client.ROOT, "f" + i).nodeid();
                for (int again = 0; again < i % 4; again++) {
                    client.lookup(Client.ROOT, "f" + i).ok();
                }
                batch.u64(node, i % 4 + 1);
            }
            assertThat(client.send(batch).expected()).isFalse();
            export.checkIdle();
        }
    }

    @Test
    void z15TheSameNodeSeveralTimesInOneBatch() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            client.lookup(Client.ROOT, "a").ok();
            client.lookup(Client.ROOT, "a").ok();
            client.send(new Message(Opcode.BATCH_FORGET, 0).u32(2, 0).u64(node, 1, node, 1));
            assertThat(client.getattr(node).isOk()).isTrue();
        }
    }

    @Test
    void z15CountsThatLieAreNotBelieved() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "");
            export.host().write("b", "");
            long a = client.lookup(Client.ROOT, "a").nodeid();
            long b = client.lookup(Client.ROOT, "b").nodeid();
            client.send(new Message(Opcode.BATCH_FORGET, 0).u32(-1, 0).u64(a, 1));
            assertThat(client.getattr(a).errno()).isEqualTo(Errno.ESTALE);
            client.send(new Message(Opcode.BATCH_FORGET, 0).u32(0, 0).u64(b, 1));
            client.send(new Message(Opcode.BATCH_FORGET, 0).u32(1, 0).u64(b));
            assertThat(client.getattr(b).isOk()).isTrue();
        }
    }

    @Test
    void z17ForgetIsNeverAnswered() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "");
            long node = client.lookup(Client.ROOT, "a").nodeid();
            for (long nodeid : new long[] {node, 0, 999, 1L << 32 | 5, -1, Long.MIN_VALUE}) {
                Answer answer = client.forget(nodeid, 1);
                assertThat(answer.expected()).isFalse();
                assertThat(answer.payload()).isEmpty();
                assertThat(client.send(new Message(Opcode.BATCH_FORGET, nodeid)
                                        .u32(1, 0)
                                        .u64(nodeid, 1))
                                .expected())
                        .isFalse();
            }
        }
    }

    @Test
    void z20ForgottenButNamedIsThereAgain() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            long file = client.create(Client.ROOT, "a", 2, 0644).nodeid();
            long handle = client.ledger().handles().keySet().iterator().next();
            client.write(file, handle, 0, "intact").ok();
            client.release(file, handle).ok();
            client.forget(file, 1);
            export.checkIdle();
            long again = client.lookup(Client.ROOT, "a").nodeid();
            assertThat(again).isNotEqualTo(file);
            assertThat(client.content(again)).isEqualTo("intact");
        }
    }

    @Test
    void z26LiveNodeKeepsItsNumberAndGeneration() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "");
            export.host().mkdir("d");
            for (String name : List.of("a", "d")) {
                Set<List<Long>> seen = new HashSet<>();
                for (int i = 0; i < 50; i++) {
                    Entry entry = client.lookup(Client.ROOT, name).entry();
                    seen.add(List.of(
                            entry.nodeid(), entry.generation(), entry.attr().ino()));
                }
                assertThat(seen).hasSize(1);
            }
        }
    }

    @Test
    void nodeidsAreNeverGivenAgain() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "");
            Set<Long> seen = new HashSet<>();
            for (int i = 0; i < 300; i++) {
                long node = client.lookup(Client.ROOT, "a").nodeid();
                assertThat(seen.add(node)).isTrue();
                client.forget(node, 1);
            }
        }
    }
}
