package org.holdfast.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ResultsTest {
    private static final Setting SETTING = new Setting(Backing.TMPFS, 1, true);

    private static Sample sample(int round, Phase phase, String subject, double seconds) {
        long[] took = {1000, 2000, 3000, 4000, 5000};
        var outcome = new Sample.Outcome(100, 200 << 20, seconds, seconds / 2, took, "");
        return new Sample(SETTING, round, phase, subject, outcome);
    }

    private static Sample failed(int round, String subject) {
        return new Sample(SETTING, round, Phase.CREATE, subject, Sample.Outcome.failed("create: errno 24"));
    }

    @Test
    void aRatioIsOfSpeedsInTheSameRound() {
        // The machine was ten times slower in the second round. Medians of speeds would compare different rounds.
        Results results = new Results(
                List.of("a", "b"),
                List.of(
                        sample(0, Phase.CREATE, "a", 1),
                        sample(0, Phase.CREATE, "b", 2),
                        sample(1, Phase.CREATE, "b", 5),
                        sample(1, Phase.CREATE, "a", 10),
                        sample(2, Phase.CREATE, "a", 3),
                        sample(2, Phase.CREATE, "b", 4)));
        assertThat(results.ratio(SETTING, Phase.CREATE, "b", "a")).isEqualTo(new Spread(0.75, 0.5, 2, 3));
    }

    @Test
    void aRoundInWhichOneFailedGivesNoRatio() {
        Results results = new Results(
                List.of("a", "b"),
                List.of(
                        sample(0, Phase.CREATE, "a", 1),
                        failed(0, "b"),
                        failed(1, "a"),
                        sample(1, Phase.CREATE, "b", 1),
                        sample(2, Phase.CREATE, "a", 1),
                        sample(2, Phase.CREATE, "b", 4)));
        assertThat(results.ratio(SETTING, Phase.CREATE, "b", "a")).isEqualTo(new Spread(0.25, 0.25, 0.25, 1));
        assertThat(results.error(SETTING, Phase.CREATE, "b")).contains("create: errno 24");
    }

    @Test
    void withoutARatioTheTableHasTheSpeed() {
        Results results = new Results(List.of("a", "b"), List.of(failed(0, "a"), sample(0, Phase.CREATE, "b", 2)));
        assertThat(TextReport.of(new Report(Map.of(), "a", results, List.of(), Map.of())))
                .containsPattern("create +– +50/s");
    }

    @Test
    void speedIsStepsOrMebibytesInASecond() {
        Results results = new Results(
                List.of("a", "b"), List.of(sample(0, Phase.CREATE, "a", 2), sample(0, Phase.SEQ_READ_COLD, "a", 2)));
        assertThat(results.speed(SETTING, Phase.CREATE, "a").median()).isEqualTo(50);
        assertThat(results.speed(SETTING, Phase.SEQ_READ_COLD, "a").median()).isEqualTo(100);
    }

    @Test
    void processorTimeIsForAStep() {
        Results results = new Results(List.of("a", "b"), List.of(sample(0, Phase.CREATE, "a", 2)));
        assertThat(results.daemonMicros(SETTING, Phase.CREATE, "a").median()).isEqualTo(10_000);
    }

    @Test
    void theTableHasRatiosAndWhatFailed() {
        Results results = new Results(
                List.of("a", "b"),
                List.of(
                        sample(0, Phase.CREATE, "a", 1),
                        sample(0, Phase.CREATE, "b", 2),
                        sample(1, Phase.CREATE, "a", 1),
                        failed(1, "b")));
        assertThat(TextReport.of(new Report(Map.of(), "a", results, List.of(), Map.of())))
                .contains("tmpfs, 1 client, pinned")
                .containsPattern("create +100/s +0\\.50 \\(0\\.50–0\\.50\\)")
                .contains("failed: tmpfs, 1 client, pinned, create of b: create: errno 24");
    }
}
