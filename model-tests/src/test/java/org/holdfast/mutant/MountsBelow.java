package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Holdfast;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.Errno;
import org.holdfast.testkit.MountTable;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Scratch;

/** Plights in which something is mounted below the export (P12). */
final class MountsBelow {
    private static final int O_RDONLY = 0;

    private MountsBelow() {}

    /** Z27: one directory, mounted writable and read-only, is two; whichever the client has seen first. */
    static void readOnlyAndWritable(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            Path directory = scratch.directory("directory");
            Files.writeString(directory.resolve("file"), "text");
            for (String name : List.of("rw", "ro")) {
                MountTable.bind(directory, Files.createDirectory(session.file(name)));
            }
            Program.of("mount", "-o", "remount,bind,ro", session.file("ro")).mustSucceed();
            KernelClient client = session.start();
            for (List<String> order : List.of(List.of("rw", "ro"), List.of("ro", "rw"))) {
                for (String name : order) {
                    long nodeid = below(session, name);
                    Answer opened = session.open(nodeid, Session.O_RDWR);
                    boolean right = name.equals("rw") ? opened.ok() : opened.errno() == Errno.EROFS;
                    Broken.unless(right, "P12", "OPEN for writing below", name, "got", opened);
                    if (opened.ok()) {
                        session.release(nodeid, opened.u64(0));
                    }
                }
                client.forgetAll();
            }
        }
    }

    /** Z28: objects of two file systems that have the same inode number. */
    static void sameInodeNumbers(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            for (String name : List.of("one", "two")) {
                Path place = Files.createDirectory(session.file(name));
                Program.of("mount", "-t", "tmpfs", "holdfast-test", place).mustSucceed();
                Files.writeString(place.resolve("file"), name);
            }
            session.start();
            for (String name : List.of("one", "two")) {
                long nodeid = below(session, name);
                long fh = session.open(nodeid, O_RDONLY).u64(0);
                String text = new String(session.read(nodeid, fh).body());
                Broken.unless(text.equals(name), "P12", "READ of", name + "/file got", text);
                session.release(nodeid, fh);
            }
        }
    }

    /** The nodeid of {@code name/file}. */
    private static long below(Session session, String name) throws Broken {
        Answer directory = session.client().lookup(KernelClient.ROOT, name);
        Broken.unless(directory.ok(), "P12", "LOOKUP of", name, "got", directory);
        Answer file = session.client().lookup(directory.nodeid(), "file");
        Broken.unless(file.ok(), "P12", "LOOKUP of", name + "/file got", file);
        return file.nodeid();
    }
}
