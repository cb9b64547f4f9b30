package org.holdfast.dialogue;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A line of a random dialogue before it is known what there is to speak of: which kind of line, and four numbers that pick
 * among what there is then.
 */
public record Choice(int kind, int a, int b, int c, int d) {
    /** Some choices come to nothing, such as READ while no file is open: this many are about 40 lines. */
    private static final int ABOUT_40_LINES = 55;

    private static final int NUMBERS = 1 << 16;

    /** Those of a dialogue of about 40 lines. */
    public static List<Choice> ofDialogue(Random random) {
        return IntStream.range(0, ABOUT_40_LINES)
                .mapToObj(i -> new Choice(
                        random.nextInt(Moves.kinds()),
                        random.nextInt(NUMBERS),
                        random.nextInt(NUMBERS),
                        random.nextInt(NUMBERS),
                        random.nextInt(NUMBERS)))
                .toList();
    }
}
