package org.holdfast.cli;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The first part of the demo: the life of a few inodes, step by step. */
final class DemoSteps {
    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");
    private static final int FORGET_MILLIS = 5_000;

    private final DemoMount mount;
    private final PrintStream out;
    private final DemoTable table;

    DemoSteps(DemoMount mount, PrintStream out) {
        this.mount = mount;
        this.out = out;
        this.table = new DemoTable(out, mount);
    }

    /** Makes the tree on the host. */
    static void plant(Path source) throws IOException {
        Files.writeString(source.resolve("letter.txt"), "dear reader");
        Files.writeString(source.resolve("report.txt"), "first draft");
        Files.writeString(source.resolve("report.new"), "second draft");
        Files.writeString(Files.createDirectory(source.resolve("docs")).resolve("manual.txt"), "read me");
    }

    void run() throws IOException {
        Path client = mount.client();
        Path letter = client.resolve("letter.txt");
        Path report = client.resolve("report.txt");
        table.header();
        table.row("mount", "nothing has been looked up yet");
        look(letter);
        look(client.resolve("report.new"));
        look(client.resolve("docs/manual.txt"));
        look(report);
        table.row("look up 4 files, 1 directory", links(letter, "letter.txt"));
        try (FileChannel openLetter = FileChannel.open(letter);
                FileChannel openReport = FileChannel.open(report)) {
            table.row("open two of them", "letter: \"" + read(openLetter) + "\"");
            Files.delete(letter);
            table.row("unlink letter.txt while it is open", "no name, and still: \"" + read(openLetter) + "\"");
            Files.move(client.resolve("report.new"), report, REPLACE_EXISTING, ATOMIC_MOVE);
            table.row(
                    "rename report.new over report.txt",
                    "opened before: \"" + read(openReport) + "\", now: \"" + Files.readString(report) + "\"");
        }
        settle(4);
        table.row("close both", "2 files are left; what had no name is gone");
        forget();
    }

    private void forget() throws IOException {
        if (!Files.isWritable(DROP_CACHES)) {
            out.println(
                    "(forgetting is skipped: only root may drop the kernel's caches; unmounting forgets everything too)");
            return;
        }
        Files.writeString(DROP_CACHES, "2");
        settle(1);
        table.row("drop the kernel's caches (forget)", "the same names, to be looked up again");
    }

    /** The kernel forgets and the daemon releases in their own time. */
    private void settle(long nodes) throws IOException {
        long deadline = System.nanoTime() + FORGET_MILLIS * 1_000_000L;
        while (System.nanoTime() < deadline && (mount.status().number("nodes") > nodes || mount.workLinks() >= nodes)) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void look(Path path) throws IOException {
        Files.size(path);
    }

    private String links(Path path, String name) throws IOException {
        return name + " has " + Files.getAttribute(path, "unix:nlink") + " link, on the host "
                + Files.getAttribute(mount.host().resolve(name), "unix:nlink");
    }

    private static String read(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64);
        file.read(bytes, 0);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }
}
