package org.holdfast.many;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.holdfast.kernel.KernelClient;
import org.holdfast.kernel.ServedDaemon;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.DaemonProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bursts of requests at a daemon with several workers, in each of which the client's answers must have an order, see
 * {@link History}. {@code -Dholdfast.bursts=N} tries N.
 */
class ManyAtOnceTest {
    private static final int BURSTS = Integer.getInteger("holdfast.bursts", 10_000);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int OBJECTS = 3;

    @Test
    void whatOneClientSeesOfManyRequestsAtOnceHasAnOrder(@TempDir Path dir) throws IOException {
        Path export = Files.createDirectory(dir.resolve("export"));
        Path work = dir.resolve("work");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (ServedDaemon daemon =
                ServedDaemon.start(export, dir.resolve("log"), "--workers", "6", "--workdir", work.toString())) {
            KernelClient client = daemon.client();
            client.init(KernelClient.NEWEST_MINOR);
            client.lookup(KernelClient.ROOT, "no such name");
            Map<Integer, String> idle = daemon.descriptors();
            List<Long> objects = new ArrayList<>();
            for (int i = 0; i < OBJECTS; i++) {
                Files.createFile(export.resolve("object" + i));
                objects.add(client.lookup(KernelClient.ROOT, "object" + i).nodeid());
            }
            for (int burst = 0; burst < BURSTS; burst++) {
                List<Operation> history = new Burst(client, objects, burst + "-", random).run();
                History.check(history, "burst-" + seed + "-" + burst);
                checkLinks(client, objects, history);
            }
            client.forgetAll();
            Await.until(
                    "nothing is left",
                    PATIENCE,
                    () -> DaemonProcess.links(work).isEmpty()
                            && daemon.descriptors().size() <= idle.size(),
                    () -> DaemonProcess.links(work) + " " + daemon.descriptors());
            assertThat(daemon.log()).as("every lookup is counted").doesNotContain("over-FORGET");
            System.out.println(BURSTS + " bursts of requests at once, seed " + seed);
        }
    }

    private final int[] links = {1, 1, 1};

    /** The last operations tell the names; each object has its first one too, and those of the bursts before. */
    private void checkLinks(KernelClient client, List<Long> objects, List<Operation> history) {
        List<Operation> last = history.subList(history.size() - OBJECTS, history.size());
        for (int i = 0; i < OBJECTS; i++) {
            String object = "" + (i + 1);
            links[i] +=
                    (int) last.stream().filter(o -> o.answer().equals(object)).count();
            assertThat(client.getattr(objects.get(i)).attributes().nlink())
                    .as("links of object %s after\n%s", object, history)
                    .isEqualTo(links[i]);
        }
    }

    @Test
    void aHistoryIsLookedAtAgain() throws IOException {
        String file = System.getProperty("holdfast.history");
        if (file != null) {
            assertThat(Linearization.exists(History.read(Path.of(file))))
                    .as(Files.readString(Path.of(file)))
                    .isTrue();
        }
        assertThat(exists("1 4 link 1 a ok", "2 3 lookup a - ENOENT", "5 6 lookup a - 1"))
                .isTrue();
        assertThat(exists("1 2 mkdir a - ok", "3 6 move a b ok", "4 5 nlink 1 - 1", "7 8 rmdir b - ok"))
                .isTrue();
    }

    /** Each has one answer that no order gives. */
    @Test
    void anAnswerThatNoOrderGivesIsNoticed() {
        assertThat(exists("1 2 link 1 a ok", "3 4 lookup a - ENOENT")).isFalse();
        assertThat(exists("1 4 link 1 a ok", "2 3 lookup a - 2")).isFalse();
        assertThat(exists("1 5 link 1 a ok", "2 3 lookup a - 1", "4 6 lookup a - ENOENT"))
                .isFalse();
        assertThat(exists("1 2 link 1 a ok", "3 6 unlink a - ok", "4 5 unlink a - ok"))
                .isFalse();
        assertThat(exists("1 2 link 1 a ok", "3 6 rename a b ok", "4 5 rename a c ok"))
                .isFalse();
        assertThat(exists("1 2 link 1 a ok", "3 4 nlink 1 - 1")).isFalse();
        assertThat(exists("1 2 link 1 a ok", "3 6 link 2 b ok", "4 5 move a b ok", "7 8 lookup b - 2"))
                .isFalse();
        assertThat(exists("1 2 mkdir a - ok", "3 4 unlink a - ok")).isFalse();
        assertThat(exists("1 2 link 1 a ok", "3 4 rmdir a - ok")).isFalse();
    }

    private static boolean exists(String... lines) {
        return Linearization.exists(List.of(lines).stream().map(Operation::read).toList());
    }
}
