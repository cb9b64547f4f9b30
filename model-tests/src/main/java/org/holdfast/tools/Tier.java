package org.holdfast.tools;

import java.util.Set;
import org.holdfast.spec.bounded.Tlc.Mode;

/** What the runs of a tier need unless the command line says otherwise. */
enum Tier {
    /** Runs of seconds. One thread: then depths are exact. */
    QUICK("2g", 1, 2, Set.of()),
    /** Runs of minutes. */
    FULL("4g", Runtime.getRuntime().availableProcessors(), 6, Set.of(Mode.LONG, Mode.OFF_HEAP)),
    /** Runs of hours. */
    LARGE("8g", Runtime.getRuntime().availableProcessors(), 240, Set.of(Mode.LONG, Mode.OFF_HEAP));

    /** The JVM's memory; fingerprints outside the heap have half as much again. */
    final String heap;

    final int threads;
    final int hours;
    final Set<Mode> modes;

    Tier(String heap, int threads, int hours, Set<Mode> modes) {
        this.heap = heap;
        this.threads = threads;
        this.hours = hours;
        this.modes = modes;
    }

    static Tier of(String name) {
        return switch (name) {
            case "quick" -> QUICK;
            case "full" -> FULL;
            case "large" -> LARGE;
            default -> throw new IllegalArgumentException("no tier " + name + "; there are: quick full large");
        };
    }
}
