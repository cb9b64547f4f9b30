package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.CTools;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.Kernel;
import org.holdfast.testkit.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Z03 and its kin: clients that work on the same few names, while the kernel forgets them every second, and while the host
 * changes them as well. Whoever comes second gets an error that a bare file system gives too, nothing leaks, and in the end both
 * sides see the same names for the same files.
 */
@MountTest(needsDaemon = false)
final class StormTest {
    private static final int NAMES = 50;
    private static final int CLIENTS = 2;
    private static final Duration DROP_EVERY = Duration.ofSeconds(1);
    private static final Duration CACHE_TIME = Duration.ofMillis(1100);

    /** What an operation may answer when another was faster; the same on a bare file system. */
    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            Map.entry("create", Set.of("ok", "EEXIST")),
            Map.entry("open", Set.of("ok", "ENOENT", "ELOOP")),
            Map.entry("stat", Set.of("ok", "ENOENT")),
            Map.entry("rename", Set.of("ok", "ENOENT")),
            Map.entry("noreplace", Set.of("ok", "ENOENT", "EEXIST")),
            Map.entry("exchange", Set.of("ok", "ENOENT")),
            Map.entry("link", Set.of("ok", "ENOENT", "EEXIST")),
            Map.entry("unlink", Set.of("ok", "ENOENT")),
            Map.entry("list", Set.of("ok")),
            Map.entry("chmod", Set.of("ok", "ENOENT")),
            Map.entry("symlink", Set.of("ok", "EEXIST")),
            Map.entry("hold", Set.of("ok")));

    @ParameterizedTest(name = "{0}, --policy {1}, host takes part: {2}")
    @CsvSource({"EXT4,link,false", "EXT4,link,true", "XFS,link,false", "XFS,link,true", "EXT4,fd,false"})
    void clientsOnTheSameNames(FsKind kind, String policy, boolean host) {
        try (Fixture fixture = Fixture.mounted(kind, "--policy", policy)) {
            int idleFds = fixture.mounted().daemon().map(DaemonProcess::fds).orElse(0);
            long idleNodes = nodes(fixture);
            Map<String, Long> outcomes = blow(fixture, host);
            System.out.println(kind + " " + policy + (host ? " with host: " : ": ") + outcomes);
            assertThat(wrong(outcomes)).as("outcomes that nobody may see").isEmpty();
            assertThat(outcomes.keySet())
                    .as("outcomes seen")
                    .contains("create ok", "rename ok", "link ok", "unlink ok");
            Await.pause(CACHE_TIME);
            String client = files(fixture.client());
            assertThat(namesOfEachFile(client))
                    .as("names of each id at the mount: one inode, as many links as names")
                    .isEmpty();
            assertNothingLeaked(fixture, idleFds, idleNodes);
            String source = files(fixture.source());
            assertThat(namesOfEachFile(source))
                    .as("names of each id on the host: one inode, as many links as names")
                    .isEmpty();
            assertThat(withoutInodes(client))
                    .as("names and ids at the mount, and on the host")
                    .isEqualTo(withoutInodes(source));
            assertThat(files(fixture.client()))
                    .as("names, inodes and ids after forgetting all")
                    .isEqualTo(client);
        }
    }

    /** Outcomes of all clients with their numbers, and the words "wrong …". */
    private static Map<String, Long> blow(Fixture fixture, boolean host) {
        int seconds = Integer.getInteger("holdfast.storm.seconds", 20);
        List<Program.Running> running = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            running.add(storm(fixture.client(), seconds, i, "client"));
        }
        if (host) {
            running.add(storm(fixture.source(), seconds, CLIENTS, "host"));
        }
        for (int second = 0; second < seconds; second++) {
            Kernel.dropCaches();
            Await.pause(DROP_EVERY);
        }
        Map<String, Long> outcomes = new TreeMap<>();
        for (Program.Running program : running) {
            for (String line : program.await().mustSucceed().lines()) {
                int space = line.lastIndexOf(' ');
                if (line.startsWith("wrong") || space < 0) {
                    outcomes.merge("wrong: " + line, 1L, Long::sum);
                } else {
                    outcomes.merge(line.substring(0, space), Long.parseLong(line.substring(space + 1)), Long::sum);
                }
            }
        }
        return outcomes;
    }

    private static Program.Running storm(Path directory, int seconds, int seed, String kind) {
        return Program.of(CTools.storm(), directory, NAMES, seconds, seed + 1, kind)
                .limit(Duration.ofSeconds(seconds + 60L))
                .start();
    }

    private static List<String> wrong(Map<String, Long> outcomes) {
        List<String> wrong = new ArrayList<>();
        outcomes.forEach((outcome, count) -> {
            String[] words = outcome.split(" ");
            if (words.length != 2 || !ALLOWED.getOrDefault(words[0], Set.of()).contains(words[1])) {
                wrong.add(outcome + " (" + count + " times); allowed are only: " + ALLOWED.get(words[0]));
            }
        });
        return wrong;
    }

    /** Lines "id inode links name" of all files below a tree. */
    private static String files(Path tree) {
        return Program.shell(
                        "cd \"$1\" && find . -type f -path './*n*' -not -path './.holdfast/*' -printf '%p %i %n\\n' | sort"
                                + " | while read name inode links; do read id < \"$name\"; echo \"$id $inode $links $name\"; done",
                        tree)
                .mustSucceed()
                .out();
    }

    /** Ids whose names disagree about the inode, or whose link count is not the number of names. */
    private static List<String> namesOfEachFile(String files) {
        Map<String, Set<String>> inodesAndLinks = new TreeMap<>();
        Map<String, Integer> names = new TreeMap<>();
        files.lines().map(line -> line.split(" ")).forEach(words -> {
            inodesAndLinks
                    .computeIfAbsent(words[0], id -> new TreeSet<>())
                    .add(words[1] + " with " + words[2] + " links");
            names.merge(words[0], 1, Integer::sum);
        });
        List<String> wrong = new ArrayList<>();
        inodesAndLinks.forEach((id, seen) -> {
            if (seen.size() != 1 || !seen.iterator().next().endsWith(" with " + names.get(id) + " links")) {
                wrong.add("file " + id + " has " + names.get(id) + " names; they say inode " + seen);
            }
        });
        return wrong;
    }

    private static List<String> withoutInodes(String files) {
        return files.lines().map(line -> line.replaceFirst(" \\d+ \\d+ ", " ")).toList();
    }

    private static long nodes(Fixture fixture) {
        return fixture.mounted()
                .daemon()
                .map(daemon -> daemon.status().number("nodes"))
                .orElse(0L);
    }

    private static void assertNothingLeaked(Fixture fixture, int idleFds, long idleNodes) {
        fixture.mounted().daemon().ifPresent(daemon -> {
            daemon.awaitIdle();
            daemon.awaitNodes(idleNodes);
            assertThat(daemon.fds())
                    .as("descriptors of the daemon after, and before")
                    .isLessThanOrEqualTo(idleFds + 5);
        });
    }
}
