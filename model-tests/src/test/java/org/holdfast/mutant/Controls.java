package org.holdfast.mutant;

import java.util.Map;
import java.util.TreeMap;
import org.holdfast.dialogue.Dialogue;
import org.holdfast.dialogue.Dialogues;
import org.holdfast.dialogue.Played;
import org.holdfast.dialogue.Player;
import org.holdfast.dialogue.Stage;
import org.holdfast.kernel.Holdfast;
import org.holdfast.testkit.Scratch;
import org.holdfast.testkit.Usage;

/** The daemon without a planted bug, with each policy: what a mutant does wrong it must do right. */
final class Controls implements AutoCloseable {
    private final Scratch scratch = Scratch.create();
    private final Map<String, Stage> stages = new TreeMap<>();

    synchronized Played play(Dialogue dialogue, String policy) {
        Stage stage = stages.computeIfAbsent(
                policy, p -> new Stage(Holdfast.of(p).orElseThrow(), scratch.directory("stage")));
        return Player.play(dialogue, stage, Dialogues.PATIENCE, new Usage());
    }

    @Override
    public void close() {
        try (scratch) {
            stages.values().forEach(Stage::close);
        }
    }
}
