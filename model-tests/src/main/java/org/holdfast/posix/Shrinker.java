package org.holdfast.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a failing program short: leaves out ever smaller pieces for as long as it still fails. */
public final class Shrinker {
    private Shrinker() {}

    /** The shortest program found that still fails. */
    public static List<String> shrink(List<String> program, Predicate<List<String>> fails) {
        List<String> shortest = program;
        for (int piece = program.size() / 2; piece >= 1; piece /= 2) {
            boolean shorter = true;
            while (shorter) {
                List<String> before = shortest;
                for (int at = 0; at < shortest.size(); ) {
                    List<String> candidate = without(shortest, at, piece);
                    if (fails.test(candidate)) {
                        shortest = candidate;
                    } else {
                        at += piece;
                    }
                }
                shorter = piece == 1 && shortest.size() < before.size();
            }
        }
        return shortest;
    }

    private static List<String> without(List<String> program, int at, int count) {
        List<String> rest = new ArrayList<>(program.subList(0, at));
        rest.addAll(program.subList(Math.min(at + count, program.size()), program.size()));
        return rest;
    }
}
