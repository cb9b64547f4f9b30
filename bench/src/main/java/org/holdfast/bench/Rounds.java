package org.holdfast.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/** Rounds of phases; within a phase the subjects take turns, and each round begins with another one. */
final class Rounds {
    private final int warmup;
    private final int rounds;
    private final List<Phase> phases;
    private final Consumer<String> progress;

    /**
     * @param warmup rounds that are not recorded, in which a JVM compiles what is used most
     * @param phases in their own order
     */
    Rounds(int warmup, int rounds, List<Phase> phases, Consumer<String> progress) {
        this.warmup = warmup;
        this.rounds = rounds;
        this.phases = phases;
        this.progress = progress;
    }

    /** Does all rounds of a setting and hands over each sample when it is there. */
    void run(Setting setting, Stage stage, Consumer<Sample> samples) {
        for (int round = -warmup; round < rounds; round++) {
            stage.prepare(EnumSet.copyOf(phases));
            for (Phase phase : phases) {
                for (Place place : turns(stage.places(), round + warmup)) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    progress.accept("%s: %s %d of %d, %s of %s"
                            .formatted(
                                    setting.title(),
                                    round < 0 ? "warm-up" : "round",
                                    round < 0 ? round + warmup + 1 : round + 1,
                                    round < 0 ? warmup : rounds,
                                    phase.word(),
                                    place.subject()));
                    Sample sample = stage.measure(setting, round, phase, place);
                    if (round >= 0) {
                        samples.accept(sample);
                    }
                }
            }
        }
    }

    /** All, rotated: who is first in one round is last in the next. */
    static <T> List<T> turns(List<T> all, int round) {
        List<T> turned = new ArrayList<>(all);
        Collections.rotate(turned, -round);
        return turned;
    }
}
