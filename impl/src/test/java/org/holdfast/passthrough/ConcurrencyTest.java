package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several workers at once: what one is using or being told, another's FORGET does not take away. */
@Timeout(60)
final class ConcurrencyTest {
    private static final int ROUNDS = 4000;

    /** Runs the same work on {@code workers} threads, each with a client of its own, and gives what they returned. */
    private static <T> List<T> together(Export export, int workers, Function<Client, Callable<T>> work) {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                futures.add(threads.submit(() -> work.apply(export.client()).call()));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void z02EveryReturnedNodeAnswersUntilItIsForgotten() {
        for (Setup setup : List.of(Setup.LINK, Setup.LINK.policy(Policy.FD))) {
            try (Export export = Export.open(setup)) {
                export.host().write("a", "text");
                Set<Long> nodes = new HashSet<>();
                together(export, 2, client -> () -> {
                            Set<Long> seen = new HashSet<>();
                            for (int i = 0; i < ROUNDS; i++) {
                                long node = client.lookup(Client.ROOT, "a").nodeid();
                                Attr attr = client.attr(node);
                                assertThat(attr.size()).isEqualTo(4);
                                assertThat(attr.nlink()).isEqualTo(1);
                                client.forget(node, 1);
                                seen.add(node);
                            }
                            return seen;
                        })
                        .forEach(nodes::addAll);
                assertThat(nodes).hasSizeGreaterThan(1);
            }
        }
    }

    @Test
    void z07ParallelLookupsOfOneNameGiveOneNode() {
        try (Export export = Export.open()) {
            int workers = 6;
            int rounds = 150;
            for (int i = 0; i < rounds; i++) {
                export.host().write("f" + i, "");
            }
            CyclicBarrier start = new CyclicBarrier(workers);
            List<List<Long>> seen = together(export, workers, client -> () -> {
                List<Long> nodes = new ArrayList<>();
                for (int i = 0; i < rounds; i++) {
                    start.await();
                    Entry entry = client.lookup(Client.ROOT, "f" + i).entry();
                    assertThat(entry.attr().nlink()).isEqualTo(1);
                    nodes.add(entry.nodeid());
                }
                return nodes;
            });
            assertThat(new HashSet<>(seen)).hasSize(1);
            assertThat(export.counts().nodes()).isEqualTo(rounds + 1);
            long node = seen.get(0).get(0);
            export.theClient().forget(node, 2);
            export.theClient().forget(node, workers - 3);
            assertThat(export.theClient().getattr(node).isOk()).isTrue();
        }
    }

    @Test
    void z09CreateWhileTheNodeIsForgottenByAnother() {
        try (Export export = Export.open()) {
            together(export, 2, client -> () -> {
                for (int i = 0; i < ROUNDS / 4; i++) {
                    Answer answer = client.create(Client.ROOT, "shared", 2, 0644);
                    long node = answer.nodeid();
                    assertThat(client.write(node, answer.handle(), 0, "x").isOk())
                            .isTrue();
                    client.release(node, answer.handle()).ok();
                    client.forget(node, 1);
                    int unlinked = client.unlink(Client.ROOT, "shared").errno();
                    assertThat(unlinked).isIn(0, Errno.ENOENT);
                }
                return 0;
            });
        }
    }

    @Test
    void z01AnOversizedForgetDoesNotPullANodeFromUnderAnOperation() {
        try (Export export = Export.open()) {
            export.host().write("a", "text");
            CyclicBarrier both = new CyclicBarrier(2);
            together(export, 2, client -> () -> {
                boolean forgets = both.await() == 0;
                for (int i = 0; i < ROUNDS; i++) {
                    long node = client.lookup(Client.ROOT, "a").nodeid();
                    if (forgets) {
                        client.forget(node, 1000);
                        continue;
                    }
                    Answer attributes = client.getattr(node);
                    assertThat(attributes.errno()).isIn(0, Errno.ESTALE);
                    Answer opened = client.open(node, 0);
                    if (opened.isOk()) {
                        assertThat(client.read(node, opened.handle(), 0, 10).text())
                                .isEqualTo("text");
                        client.release(node, opened.handle()).ok();
                    } else {
                        assertThat(opened.errno()).isEqualTo(Errno.ESTALE);
                    }
                    client.forget(node, 1);
                }
                return 0;
            });
            // One client stole the other's lookups, so the shared ledger means nothing here.
            export.theClient().ledger().lookups().forEach((node, count) -> export.theClient()
                    .forget(node, 1000));
        }
    }

    @Test
    void z44NlinkIsExactWhileLinksComeAndGo() {
        try (Export export = Export.open()) {
            export.host().write("a", "text");
            export.host().link("a", "b");
            together(export, 3, client -> () -> {
                for (int i = 0; i < ROUNDS / 2; i++) {
                    Entry entry =
                            client.lookup(Client.ROOT, i % 2 == 0 ? "a" : "b").entry();
                    assertThat(entry.attr().nlink()).isEqualTo(2);
                    assertThat(client.attr(entry.nodeid()).nlink()).isEqualTo(2);
                    client.forget(entry.nodeid(), 1);
                }
                return 0;
            });
        }
    }

    @Test
    void manyFilesForgottenWhileOthersAreLookedUp() {
        try (Export export = Export.open()) {
            for (int i = 0; i < 50; i++) {
                export.host().write("f" + i, "");
            }
            together(export, 3, client -> () -> {
                for (int i = 0; i < ROUNDS; i++) {
                    long node = client.lookup(Client.ROOT, "f" + i % 50).nodeid();
                    client.forget(node, 1);
                }
                return 0;
            });
        }
    }
}
