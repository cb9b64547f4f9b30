package org.holdfast.mutant;

import org.holdfast.dialogue.Played;
import org.holdfast.dialogue.Shortening;

/**
 * What noticed a mutant.
 *
 * @param property that was broken, of P1 to P16
 * @param tries how many dialogues, sequences, bursts or plights it took
 * @param lines of the shortest form; 0 if it is no text
 * @param by its name
 * @param text as a person is told of it
 */
record Kill(String property, int tries, int lines, String by, String text) {
    /** A daemon that ends has not answered. */
    static String property(Played played) {
        String broken = Shortening.property(played);
        return broken.equals("ended") ? "P13" : broken;
    }

    /** In one line, with the seconds that it took. */
    String line(double seconds) {
        return String.format("%-4s try %d, %s, %d lines, %.1f s", property, tries, by, lines, seconds);
    }
}
