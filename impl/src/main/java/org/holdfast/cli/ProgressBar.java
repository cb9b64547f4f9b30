package org.holdfast.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A line that fills up on a terminal; a single line at the end anywhere else. */
final class ProgressBar {
    private static final int WIDTH = 40;

    private final PrintStream out;
    private final String title;
    private final boolean terminal = isTerminal();
    private int shown = -1;

    ProgressBar(PrintStream out, String title) {
        this.out = out;
        this.title = title;
    }

    void at(int done, int all) {
        int percent = (int) (100L * done / all);
        if (percent == shown || !terminal && done < all) {
            return;
        }
        shown = percent;
        int filled = WIDTH * percent / 100;
        String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
        out.printf(Locale.ROOT, "%s%-42s [%s] %,d", terminal ? "\r" : "", title, bar, done);
        if (done == all) {
            out.println();
        }
        out.flush();
    }

    private static boolean isTerminal() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }
}
