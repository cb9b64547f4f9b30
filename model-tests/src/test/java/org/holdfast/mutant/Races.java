package org.holdfast.mutant;

import java.io.IOException;
import java.util.Optional;
import org.holdfast.kernel.Holdfast;

/** Hunts for what only shows when things happen at once. */
final class Races {
    private static final int BURSTS = 600;
    private static final int SWAPS = 3_000;

    private Races() {}

    static Optional<Kill> bursts(Holdfast kind) throws IOException {
        try (Bursts bursts = new Bursts(kind)) {
            return hunt("burst", BURSTS, bursts::play);
        }
    }

    static Optional<Kill> swaps(Holdfast kind) throws IOException {
        try (Swaps swaps = new Swaps(kind)) {
            return hunt("swap of names", SWAPS, swaps::play);
        }
    }

    private interface Play {
        void play(int number) throws Broken;
    }

    private static Optional<Kill> hunt(String by, int most, Play play) {
        for (int i = 1; i <= most; i++) {
            try {
                play.play(i);
            } catch (Broken e) {
                return Optional.of(new Kill(e.property(), i, 0, by + " " + i, e.getMessage()));
            }
        }
        return Optional.empty();
    }
}
