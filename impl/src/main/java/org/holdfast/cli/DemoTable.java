package org.holdfast.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** One line for each step: what the client sees, and beside it what the daemon and the host's workdir hold. */
final class DemoTable {
    private static final String ROW = "%-34s %-47s %7s %7s %5s %5s %11s%n";

    private final PrintStream out;
    private final DemoMount mount;

    DemoTable(PrintStream out, DemoMount mount) {
        this.out = out;
        this.mount = mount;
    }

    void header() {
        out.printf(Locale.ROOT, ROW, "", "", "", "held by", "held", "", "work links");
        out.printf(Locale.ROOT, ROW, "step", "the client sees", "nodes", "a link", "by fd", "fds", "on the host");
        out.println("-".repeat(122));
    }

    void row(String step, String view) throws IOException {
        Json status = mount.status();
        Json holds = status.object("holds");
        out.printf(
                Locale.ROOT,
                ROW,
                step,
                view,
                grouped(status.number("nodes")),
                grouped(holds.number("link")),
                grouped(holds.number("fd")),
                grouped(mount.descriptors()),
                grouped(mount.workLinks()));
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
