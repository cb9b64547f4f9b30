package org.holdfast.spec.sequence;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.holdfast.spec.Action;
import org.holdfast.spec.Model;

/**
 * A run of a model from its first state.
 *
 * @param name its class, its model and a number, as its file is named
 * @param source the name of the model in models.json
 * @param model the model's bounds
 * @param serial whether the client and the host begin nothing, and the daemon nothing of its own, unless the daemon is at
 *     rest: then a daemon that nobody slows down can follow
 * @param needs what a driver must be able to do beside requests and changes of names; see the README
 * @param covers the goals for which it was made
 * @param lines the steps, and the places where the daemon comes to rest
 * @param quiescent whether nothing is left at its end
 */
public record Sequence(
        String name,
        String source,
        Model model,
        boolean serial,
        Set<String> needs,
        List<String> covers,
        List<Line> lines,
        boolean quiescent) {

    /** Sorts the needs. */
    public Sequence {
        needs = new TreeSet<>(needs);
        covers = List.copyOf(covers);
        lines = List.copyOf(lines);
    }

    /** The word for its class. */
    public String kind() {
        return kind(serial);
    }

    static String kind(boolean serial) {
        return serial ? "serial" : "interleaved";
    }

    /** Its steps. */
    public List<Action> actions() {
        return lines.stream()
                .filter(Line.Step.class::isInstance)
                .map(line -> ((Line.Step) line).action())
                .toList();
    }

    /**
     * What a driver does: the lines of the client and the host, and where the daemon comes to rest. Sequences in which
     * this is equal are told apart only by what a daemon does in between.
     */
    public String driven() {
        return lines.stream()
                .filter(line -> !(line instanceof Line.Step step) || step.actor() != Actor.DAEMON)
                .map(line -> line instanceof Line.AtRest ? Line.AtRest.WORD : line.toString())
                .collect(Collectors.joining("\n"));
    }
}
