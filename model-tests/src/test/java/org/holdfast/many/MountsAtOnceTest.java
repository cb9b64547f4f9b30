package org.holdfast.many;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.holdfast.many.FileClient.Timed;
import org.holdfast.mount.MountTest;
import org.holdfast.mutant.Mutant;
import org.holdfast.mutant.Planting;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.Sys;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.DaemonStart;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.Scratch;
import org.junit.jupiter.api.Test;

/**
 * Bursts of operations by threads at real mounts and on the host at once, in each of which what all of them saw must have an
 * order, see {@link History}. Names and attributes are not cached ({@code --cache never}); now and then the kernel forgets
 * all that nobody uses. {@code -Dholdfast.bursts=N} tries N times 3 / 10; {@code -Dholdfast.mutant=ID} tries a planted bug.
 *
 * <p>Left out, because one system call at a mount is several requests: a rename that replaces (two names of one object make it
 * do nothing, by what two lookups saw), mkdir at a mount (done again when the host was faster in removing what it made).
 */
@MountTest
final class MountsAtOnceTest {
    private static final int BURSTS = Integer.getInteger("holdfast.bursts", 10_000) * 3 / 10;
    private static final int FORGET_EVERY = 50;
    private static final List<String> AT_A_MOUNT =
            List.of("lookup", "read", "unlink", "rmdir", "link", "link", "move", "move");
    private static final List<String> ON_THE_HOST =
            List.of("lookup", "mkdir", "unlink", "rmdir", "link", "link", "move", "move");

    private final Sys sys = new LinuxSys();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final long seed = System.nanoTime();

    /** Link counts are seen by this one mount alone, because each daemon's work links are links to the others. */
    @Test
    void whatOneMountAndTheHostSeeHasAnOrder() throws Exception {
        List<String> withLinkCount = new ArrayList<>(AT_A_MOUNT);
        withLinkCount.addAll(List.of("nlink", "nlink", "nlink"));
        burstAt(List.of("a"), 3, withLinkCount);
        assertThat(outcomes).containsKeys("nlink 1", "nlink 2", "nlink 3");
    }

    @Test
    void whatTwoMountsAndTheHostSeeHasAnOrder() throws Exception {
        burstAt(List.of("a", "b"), 3, AT_A_MOUNT);
    }

    /** So many threads take turns at the mounts, one more is the host. */
    private void burstAt(List<String> mounts, int threads, List<String> kinds) throws Exception {
        List<DaemonProcess> daemons = new ArrayList<>();
        ExecutorService pool = Executors.newFixedThreadPool(threads + 2);
        try (Scratch scratch = Scratch.create()) {
            Path root = LoopFs.mount(scratch, FsKind.EXT4);
            Path source = objects(Files.createDirectory(root.resolve("source")));
            for (String mount : mounts) {
                daemons.add(daemon(scratch, source, scratch.directory(mount), root.resolve("work-" + mount)));
            }
            for (int burst = 0; burst < BURSTS; burst++) {
                Random random = new Random(seed + burst);
                List<Callable<List<Timed>>> clients = new ArrayList<>();
                clients.add(new FileClient(sys, source, ON_THE_HOST, random.nextLong()));
                for (int thread = 0; thread < threads; thread++) {
                    Path at = daemons.get(thread % daemons.size()).mountPoint();
                    clients.add(new FileClient(sys, at, kinds, random.nextLong()));
                }
                if (burst % FORGET_EVERY == 0) {
                    clients.add(() -> {
                        Kernel.dropCaches();
                        return List.of();
                    });
                }
                List<Timed> seen = new ArrayList<>();
                for (Future<List<Timed>> client : pool.invokeAll(clients)) {
                    seen.addAll(client.get());
                }
                afterwards(source, daemons.get(0).mountPoint(), kinds.contains("nlink"), seen);
                seen.forEach(o -> outcomes.merge(o.kind() + " " + o.answer(), 1, Integer::sum));
                History.check(ranked(seen), "mounts-" + mounts.size() + "-" + seed + "-" + burst);
            }
            atTheEnd(daemons);
            System.out.println(
                    BURSTS + " bursts at " + mounts.size() + " mounts and on the host, seed " + seed + ": " + outcomes);
        } finally {
            pool.shutdownNow();
        }
        assertThat(outcomes)
                .containsKeys("lookup 1", "lookup D", "link ok", "link EEXIST", "move ok", "move EEXIST", "unlink ok")
                .containsKeys("unlink EISDIR", "rmdir ok", "rmdir ENOTDIR", "mkdir ok", "lookup ENOENT");
    }

    private static Path objects(Path directory) throws IOException {
        for (int object = 1; object <= FileClient.OBJECTS; object++) {
            Files.writeString(directory.resolve("" + object), ("" + object).repeat(object));
        }
        return directory;
    }

    private static DaemonProcess daemon(Scratch scratch, Path source, Path mountPoint, Path work) {
        DaemonStart start = DaemonProcess.on(scratch, source, mountPoint)
                .workdir(work)
                .options("--cache", "never", "--workers", "4");
        String mutant = System.getProperty("holdfast.mutant", "");
        return (mutant.isEmpty() ? start : start.launcher(Planting.plant(Mutant.of(mutant)))).start();
    }

    /** What the names are in the end, one after the other, and the objects' link counts; then removes the names. */
    private void afterwards(Path source, Path mountPoint, boolean linkCounts, List<Timed> seen) {
        FileClient host = new FileClient(sys, source, ON_THE_HOST, 0);
        FileClient mount = new FileClient(sys, mountPoint, AT_A_MOUNT, 0);
        for (String name : FileClient.NAMES) {
            seen.add(mount.timed("read", name, name));
        }
        for (int object = 1; linkCounts && object <= FileClient.OBJECTS; object++) {
            seen.add(mount.timed("nlink", "" + object, "-"));
        }
        for (String name : FileClient.NAMES) {
            Timed removed = host.timed("unlink", name, name);
            seen.add(removed);
            if (removed.answer().equals("EISDIR")) {
                seen.add(host.timed("rmdir", name, name));
            }
        }
    }

    /** With ranks instead of times; what began when another ended was at the same time. */
    private static List<Operation> ranked(List<Timed> seen) {
        List<long[]> moments = new ArrayList<>();
        for (int i = 0; i < seen.size(); i++) {
            moments.add(new long[] {seen.get(i).begin(), 0, i});
            moments.add(new long[] {seen.get(i).end(), 1, i});
        }
        moments.sort((x, y) -> x[0] != y[0] ? Long.compare(x[0], y[0]) : Long.compare(x[1], y[1]));
        Map<Integer, Integer> begun = new HashMap<>();
        List<Operation> history = new ArrayList<>();
        for (int rank = 0; rank < moments.size(); rank++) {
            int which = (int) moments.get(rank)[2];
            if (moments.get(rank)[1] == 0) {
                begun.put(which, rank);
            } else {
                Timed o = seen.get(which);
                history.add(new Operation(begun.get(which), rank, o.kind(), o.from(), o.to(), o.answer()));
            }
        }
        return history;
    }

    private static void atTheEnd(List<DaemonProcess> daemons) {
        for (DaemonProcess daemon : daemons) {
            daemon.awaitIdle();
            assertThat(daemon.log()).as("every lookup is counted").doesNotContain("over-FORGET");
        }
        daemons.forEach(DaemonProcess::close);
    }
}
