package org.holdfast.dialogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.holdfast.faults.Errnos;
import org.holdfast.faults.GatedSys;
import org.holdfast.faults.GatedSys.Call;
import org.holdfast.faults.GatedSys.Part;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.Sys;
import org.holdfast.testkit.Project;
import org.junit.jupiter.api.Test;

/**
 * Every system call fails once at every place of three scenarios, with each policy: the client is told the truth, nothing
 * is half done or left behind, and it is still served (P2, P7, P10, P14). {@code -Dholdfast.faults.all=true} takes every
 * errno at every place, otherwise {@code -Dholdfast.faults.seed=N} says which one, and with policies adaptive and handle one
 * call in four is tried of those that the cooler does not make; {@code -Dholdfast.faults.only='LINK life:
 * frame openat 3'} takes one place; {@code -Dholdfast.write=true} writes the table into model-tests/faults anew.
 */
class FaultsTest {
    private static final Path TARGET = Path.of("target", "faults.md");
    private static final Path TABLE = Project.top().resolve("model-tests/faults/SYSTEM-CALLS.md");
    private static final boolean ALL = Boolean.getBoolean("holdfast.faults.all");
    private static final int SEED = Integer.getInteger("holdfast.faults.seed", 0);
    private static final String ONLY = System.getProperty("holdfast.faults.only", "");

    private static final int ONE_IN = 4;

    /** Calls that no scenario makes, and why. */
    private static final String OF_RINGS = "of FUSE over io_uring alone: RingsTest";

    private static final Map<String, String> NOT_MADE = Map.of(
            "openat2", "of a daemon without CAP_DAC_READ_SEARCH alone: ShuttingTest",
            "mount", "of the command mount alone",
            "umount2", "of the command mount alone",
            "fchmod", "of no operation; for tests",
            "ioUringSetup", OF_RINGS,
            "ioUringEnter", OF_RINGS,
            "mmap", OF_RINGS,
            "munmap", OF_RINGS,
            "schedGetAffinity", OF_RINGS,
            "schedSetAffinity", OF_RINGS);

    private static final String INTRODUCTION = """
            # System calls that fail

            One system call of the daemon fails once, from its start to its end: written by `FaultsTest`, which plays three
            scenarios with each policy (`-Dholdfast.faults.all=true -Dholdfast.write=true`). A position is a call in a
            scenario with a policy; with policies adaptive and handle the budget is 2, and nodes are cooled or shut after
            each line that needs it.
            After each trial the client has closed and forgotten what it had, was served
            again, and has gone; the host has what the model has, before or after the request that failed, with no work link, no
            workdir and no descriptor left.

            *That errno*: the client gets the errno of the failed call. *Success*: the daemon has another way, or
            nothing depended on it. *Success with less*: an entry without a node in READDIRPLUS, or a change time that the daemon's own
            link has moved. *No reply*: it was the reply that could not be written; what it promised is taken back.
            *Does not start*: an error message says why, and the next daemon starts.

            """;

    private final FaultTable table = new FaultTable();
    private final List<String> wrong = new ArrayList<>();

    @Test
    void aSystemCallFails() throws IOException {
        for (Policy policy : Policy.values()) {
            for (FaultScenarios.Scenario scenario : FaultScenarios.all()) {
                Trials.Healthy healthy = Trials.healthy(scenario, policy);
                for (Call call : healthy.calls()) {
                    if ((policy + " " + scenario.name() + ": " + call).startsWith(ONLY) && isTaken(policy, call)) {
                        fail(policy, scenario, call, healthy);
                    }
                }
            }
        }
        System.out.print(table.text());
        Files.writeString(TARGET, table.text());
        assertThat(wrong).as("trials of %d that went wrong", table.trials()).isEmpty();
        if (ONLY.isEmpty()) {
            assertThat(table.notReached()).as("calls not reached").isLessThan(table.trials() / 20);
            assertThat(table.calls()).as("system calls that were failed").isEqualTo(fallible());
        }
        if (Boolean.getBoolean("holdfast.write")) {
            Files.createDirectories(TABLE.getParent());
            Files.writeString(TABLE, INTRODUCTION + table.text());
        }
    }

    /** What the cooler does not call is called with the other policies as well. */
    private static boolean isTaken(Policy policy, Call call) {
        return ALL
                || !ONLY.isEmpty()
                || !policy.hasBudget()
                || call.part() == Part.COOLER
                || Math.floorMod(call.number() - SEED, ONE_IN) == 0;
    }

    private void fail(Policy policy, FaultScenarios.Scenario scenario, Call call, Trials.Healthy healthy) {
        List<Integer> errnos = Errnos.of(call.name());
        int first = Math.floorMod(SEED + call.number() - 1, errnos.size());
        for (int errno : ALL ? errnos : errnos.subList(first, first + 1)) {
            FaultTrial.Outcome outcome =
                    Trials.in(scratch -> new FaultTrial(scenario, policy, call, errno, scratch).run(healthy.worlds()));
            table.add(policy, scenario.name(), call, errno, outcome.word());
            outcome.wrong()
                    .ifPresent(what -> wrong.add(policy + " " + scenario.name() + ": " + call + " gives "
                            + Errno.name(errno) + " -> " + outcome.word() + "\n" + what));
        }
    }

    private static Set<String> fallible() {
        Set<String> calls = Arrays.stream(Sys.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        calls.removeAll(GatedSys.INFALLIBLE);
        calls.removeAll(NOT_MADE.keySet());
        return calls;
    }

    /** The table in the repository tells of every call that the daemon has now. */
    @Test
    void theTableIsOfThisDaemon() throws IOException {
        String text = Files.readString(TABLE);
        assertThat(fallible()).allSatisfy(call -> assertThat(text).contains("| " + call + " |"));
    }
}
