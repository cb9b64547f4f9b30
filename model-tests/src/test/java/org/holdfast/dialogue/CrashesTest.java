package org.holdfast.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.holdfast.node.Policy;
import org.holdfast.testkit.Project;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at the lifecycle events and before the system calls of three scenarios, with each policy, then another daemon:
 * the host has what the model has before or after the request in flight, and nothing is left. With policies adaptive and
 * handle the budget is 2, and the cooler comes by when it likes. Every {@code -Dholdfast.crashes.share=N}-th moment is taken, from the
 * {@code -Dholdfast.crashes.seed=N}-th on; 1 takes all. {@code -Dholdfast.crashes.only=ADAPTIVE} takes one policy, {@code
 * -Dholdfast.write=true} writes the table into model-tests/faults anew.
 */
class CrashesTest {
    private static final int SHARE = Integer.getInteger("holdfast.crashes.share", 24);
    private static final int SEED = Integer.getInteger("holdfast.crashes.seed", 0);
    private static final String ONLY = System.getProperty("holdfast.crashes.only", "");
    private static final Path TARGET = Path.of("target", "crashes.md");
    private static final Path TABLE = Project.top().resolve("model-tests/faults/CRASHES.md");

    private static final String INTRODUCTION = """
            # Killed at every moment

            The daemon sends itself SIGKILL at a lifecycle event, or before a system call, of its life from its start to its
            end: written by `CrashesTest`, which plays three scenarios with each policy (`-Dholdfast.write=true
            -Dholdfast.crashes.share=1`; CI takes every 24th moment); with policies adaptive and handle the budget is 2, and
            nodes are cooled or shut meanwhile. Then another daemon starts and ends. After it the host has what the model has, before (*not
            done*) or after (*done*) the request in flight: names, kinds, contents, modes, link counts, extended attributes,
            and the same objects as before. No work link and no workdir is left, but perhaps an empty directory where a
            workdir was being made or removed.

            """;

    @TempDir
    static Path temp;

    private final Map<String, Map<String, Integer>> table = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private int kills;

    /** The JVM that is killed leaves its files in {@code temp}. */
    private static List<String> flags() {
        return List.of(
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-Djava.io.tmpdir=" + temp);
    }

    @Test
    void theDaemonIsKilled() throws IOException {
        for (Policy policy : Policy.values()) {
            if (!policy.name().startsWith(ONLY)) {
                continue;
            }
            for (FaultScenarios.Scenario scenario : FaultScenarios.all()) {
                Trials.Healthy healthy = Trials.healthy(scenario, policy);
                for (String what : List.of("event", "call")) {
                    kill(policy, scenario, what, healthy);
                }
            }
        }
        System.out.print(text());
        Files.writeString(TARGET, text());
        assertThat(wrong).as("of %d kills", kills).isEmpty();
        if (Boolean.getBoolean("holdfast.write")) {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, INTRODUCTION + text());
        }
    }

    private void kill(Policy policy, FaultScenarios.Scenario scenario, String what, Trials.Healthy healthy) {
        int number = 1 + Math.floorMod(SEED, SHARE);
        for (boolean lives = false; !lives; number += SHARE) {
            int at = number;
            CrashTrial.Outcome outcome = Trials.in(
                    scratch -> new CrashTrial(scenario, policy, what, at, scratch, flags()).run(healthy.worlds()));
            lives = outcome.at().isEmpty();
            outcome.wrong()
                    .ifPresent(text -> wrong.add(policy + " " + scenario.name() + ", killed at " + what + " " + at + " "
                            + outcome.at() + ": " + text));
            if (!lives) {
                kills++;
                table.computeIfAbsent(what + " | " + outcome.at(), none -> new TreeMap<>())
                        .merge(outcome.word(), 1, Integer::sum);
            }
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder("| killed at | | kills | not done | done |\n|---|---|---:|---:|---:|\n");
        table.forEach((at, words) -> text.append(String.format(
                "| %s | %d | %s | %s |%n",
                at,
                words.values().stream().mapToInt(Integer::intValue).sum(),
                words.getOrDefault("not done", 0),
                words.getOrDefault("done", 0))));
        return text.append(String.format("%n%d kills.%n", kills)).toString();
    }
}
