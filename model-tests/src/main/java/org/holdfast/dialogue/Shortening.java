package org.holdfast.dialogue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.kernel.Answer;
import org.holdfast.testkit.Usage;

/** Makes a dialogue with a difference short: leaves out ever smaller pieces for as long as the same property is broken. */
public final class Shortening {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Stage stage;
    private final String property;

    private Shortening(Stage stage, String property) {
        this.stage = stage;
        this.property = property;
    }

    /** The property that is broken; {@code ended} where the daemon ended, nothing where it did what it may. */
    public static String property(Played played) {
        if (played instanceof Played.Different d) {
            return d.property();
        }
        return played instanceof Played.Ended ? "ended" : "passed";
    }

    /** The shortest dialogue found that breaks the property. */
    public static Dialogue shorten(Dialogue dialogue, String property, Stage stage) {
        Shortening shortening = new Shortening(stage, property);
        List<Step> shortest = dialogue.steps();
        for (int piece = Math.max(1, shortest.size() / 2); piece >= 1; piece /= 2) {
            boolean shorter = true;
            while (shorter) {
                int before = shortest.size();
                for (int at = 0; at < shortest.size(); ) {
                    List<Step> candidate = new ArrayList<>(shortest.subList(0, at));
                    candidate.addAll(shortest.subList(Math.min(at + piece, shortest.size()), shortest.size()));
                    List<Step> failing = shortening.failing(candidate);
                    if (failing.isEmpty()) {
                        at += piece;
                    } else {
                        shortest = failing;
                    }
                }
                shorter = piece == 1 && shortest.size() < before;
            }
        }
        return Dialogue.of(dialogue.name(), shortest);
    }

    /** What was said of it, if the property is broken; nothing otherwise. */
    private List<Step> failing(List<Step> steps) {
        Lenient script = new Lenient(steps);
        Played played = Player.play(script, stage, PATIENCE, new Usage());
        return property(played).equals(property) && script.said.size() <= steps.size() ? script.said : List.of();
    }

    /** The lines that can be said, with the answers that are still true. */
    private static final class Lenient implements Script {
        private final Script all;
        private final List<Step> said = new ArrayList<>();

        Lenient(List<Step> steps) {
            all = Player.fixed(steps);
        }

        @Override
        public List<Step> next(Known known, Names names) {
            return all.next(known, names);
        }

        @Override
        public void saying(Step step) {
            said.add(step);
        }

        @Override
        public void left(Step step) {
            said.removeIf(one -> one == step);
        }

        @Override
        public void answered(Step step, Answer answer, Names names) {
            said.replaceAll(one -> one == step ? one.answered(Told.held(step, answer, names)) : one);
        }

        @Override
        public boolean isLenient() {
            return true;
        }
    }
}
