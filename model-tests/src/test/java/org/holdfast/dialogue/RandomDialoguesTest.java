package org.holdfast.dialogue;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Random dialogues of 40 lines with each policy. {@code -Dholdfast.dialogues=N} plays N of them, {@code
 * -Dholdfast.seed=S} others.
 */
class RandomDialoguesTest {
    private static final int LINES = 40;
    private static final int NUMBERS = 1 << 16;
    private static final String BATCH = "holdfast.dialogues";

    private static final Map<String, RandomDialogues> RUNNING = new TreeMap<>();

    @AfterContainer
    static void close() {
        RUNNING.values().forEach(RandomDialogues::close);
        RUNNING.clear();
    }
}
