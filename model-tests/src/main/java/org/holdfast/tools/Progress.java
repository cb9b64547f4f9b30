package org.holdfast.tools;

import java.time.Duration;
import java.util.function.Consumer;

/** One line on standard error that says where the work is: over itself at a terminal, else now and then a line. */
public final class Progress implements Consumer<String> {
    private static final boolean TERMINAL = System.console() != null;
    private static final long EVERY =
            TERMINAL ? Duration.ofMillis(200).toNanos() : Duration.ofSeconds(10).toNanos();

    private long last = System.nanoTime();

    @Override
    public void accept(String what) {
        if (System.nanoTime() - last > EVERY) {
            last = System.nanoTime();
            System.err.print(TERMINAL ? "\r\u001b[K" + what : what + "\n");
        }
    }

    /** The work is done. */
    public void end() {
        if (TERMINAL) {
            System.err.print("\r\u001b[K");
        }
    }
}
