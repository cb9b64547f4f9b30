package org.holdfast.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client and the host do, what the daemon records of it is a run of the model. */
class DialogueTracesTest {
    private static final int RANDOM = Integer.getInteger("holdfast.verify.dialogues", 50);

    @ParameterizedTest
    @ValueSource(strings = {"link", "fd"})
    void everyTraceIsARunOfTheModel(String policy, @TempDir Path directory) throws IOException {
        List<Path> traces =
                new ArrayList<>(DialogueTraces.ofTheZoo(policy, Files.createDirectory(directory.resolve("zoo"))));
        traces.addAll(DialogueTraces.random(policy, Files.createDirectory(directory.resolve("random")), RANDOM));
        long events = 0;
        List<String> wrong = new ArrayList<>();
        for (Path trace : traces) {
            Verification found = Verification.of(trace);
            events += found.events();
            if (found.divergence().isPresent()) {
                wrong.add(directory.relativize(trace) + "\n" + found.text());
            }
        }
        System.out.printf("policy %s: %,d traces of dialogues, %,d events%n", policy, traces.size(), events);
        assertThat(wrong).isEmpty();
        assertThat(traces.size()).as("traces").isGreaterThan(RANDOM + 40);
        assertThat(events).as("events").isGreaterThan(20L * traces.size());
    }
}
