package org.holdfast.dialogue;

import java.util.List;
import java.util.Set;
import org.holdfast.kernel.Ability;

/**
 * A program for a client and the host.
 *
 * @param name for reports: the name of its file
 * @param row of the bug zoo that it is for; empty if for none
 * @param properties that it is about, of P1 to P16
 * @param shows what it shows, in one sentence
 * @param needs what a daemon must be able to do
 */
public record Dialogue(
        String name, String row, List<String> properties, String shows, Set<Ability> needs, List<Step> steps) {
    /** The first line of a file. */
    public static final String FORMAT = "holdfast-dialogue 1";

    /** One for no row of the zoo. */
    public static Dialogue of(String name, List<Step> steps) {
        return new Dialogue(name, "", List.of(), "", Set.of(), steps);
    }
}
