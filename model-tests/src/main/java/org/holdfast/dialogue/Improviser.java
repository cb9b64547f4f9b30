package org.holdfast.dialogue;

import java.util.ArrayList;
import java.util.List;
import org.holdfast.kernel.Answer;

/** Makes lines of {@link Choice}s while a dialogue is played, and writes down what was said. */
public final class Improviser implements Script {
    private final List<Choice> choices;
    private final List<Step> said = new ArrayList<>();
    private int at;
    private boolean together;

    public Improviser(List<Choice> choices) {
        this.choices = choices;
    }

    /** What was said, with the answers that bind names: the dialogue that says the same again. */
    public Dialogue dialogue(String name) {
        return Dialogue.of(name, List.copyOf(said));
    }

    @Override
    public List<Step> next(Known known, Names names) {
        while (at < choices.size()) {
            Choice choice = choices.get(at++);
            List<Step> steps = new Moves(known, names, at).of(choice);
            if (!steps.isEmpty() && !(together && steps.get(0).together())) {
                together = steps.get(0).together();
                return steps;
            }
        }
        return List.of();
    }

    @Override
    public void saying(Step step) {
        said.add(step);
    }

    @Override
    public void answered(Step step, Answer answer, Names names) {
        said.replaceAll(one -> one == step ? one.answered(Told.binding(one, answer, names)) : one);
    }

    @Override
    public boolean isLenient() {
        return true;
    }
}
