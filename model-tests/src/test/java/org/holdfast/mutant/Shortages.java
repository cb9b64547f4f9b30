package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.Holdfast;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.Errno;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Scratch;

/** Plights in which something has run out. */
final class Shortages {
    private static final int DESCRIPTORS = 100;
    private static final int FILES = 30;
    private static final int FLOOD = 3_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Shortages() {}

    /** Z40, Z41: errors are honest, a listing is whole, and what is given back can be had again. */
    static void descriptors(Scratch scratch, Holdfast kind) throws Broken, IOException {
        Holdfast limited = kind.startedWith("sh", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$@\"", "sh");
        try (Session session = Session.in(scratch, limited)) {
            List<String> all = new ArrayList<>(List.of(".", ".."));
            for (int i = 0; i < FILES; i++) {
                all.add("f" + i);
                Files.writeString(session.file("f" + i), "text");
            }
            KernelClient client = session.start();
            session.list(Opcode.READDIRPLUS); // so that the daemon has loaded what it needs
            long directory = client.call(
                            Opcode.OPENDIR, KernelClient.ROOT, Body.empty().u32(0, 0))
                    .u64(0);
            long file = client.lookup(KernelClient.ROOT, "f0").nodeid();
            List<Long> open = new ArrayList<>();
            Answer answer = session.open(file, 0);
            for (; answer.ok() && open.size() < DESCRIPTORS; answer = session.open(file, 0)) {
                open.add(answer.u64(0));
            }
            Broken.unless(answer.errno() == Errno.EMFILE, "P10", "OPEN without a descriptor got", answer);
            List<String> listed = session.list(Opcode.READDIRPLUS, directory);
            Broken.unless(
                    listed.size() == all.size() && listed.containsAll(all), "P10", "without a descriptor: ", listed);
            open.forEach(fh -> session.release(file, fh));
            Broken.unless(session.open(file, 0).ok(), "P10", "no OPEN after descriptors were given back");
            Broken.unless(session.client().lookup(KernelClient.ROOT, "f1").ok(), "P10", "no LOOKUP either");
        }
    }

    /** Z16: nothing of a flood of FORGETs is lost. */
    static void flood(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            for (int i = 0; i < FLOOD; i++) {
                Files.createFile(session.file("f" + i));
            }
            KernelClient client = session.start();
            for (int i = 0; i < FLOOD; i++) {
                client.lookup(KernelClient.ROOT, "f" + i);
            }
            client.forgetAll();
            client.getattr(KernelClient.ROOT);
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (links(session) > 0 && System.nanoTime() < end) {
                Await.pause(Duration.ofMillis(20));
            }
            Broken.unless(links(session) == 0, "P7", links(session), "of", FLOOD, "work links are left");
        }
    }

    private static int links(Session session) {
        return DaemonProcess.links(session.daemon().workdir().orElseThrow()).size();
    }

    /** Z49: our link never is the one that makes the client's fail. */
    static void links(Scratch scratch, Holdfast kind) throws Broken, IOException {
        Path top = LoopFs.mount(scratch, FsKind.EXT4);
        try (Session session = Session.of(kind, Files.createDirectory(top.resolve("export")), top)) {
            Path file = Files.createFile(session.file("file"));
            Path links = Files.createDirectory(top.resolve("links"));
            int made = 1;
            try {
                for (; ; made++) {
                    Files.createLink(links.resolve(Integer.toString(made)), file);
                }
            } catch (FileSystemException e) {
                Files.delete(links.resolve("1"));
            }
            KernelClient client = session.start();
            Answer looked = client.lookup(KernelClient.ROOT, "file");
            Broken.unless(looked.ok(), "P14", "LOOKUP got", looked);
            Answer linked = session.link(looked.nodeid(), "last");
            Broken.unless(linked.ok(), "P14", "LINK of a file that may have one more link got", linked);
            Broken.unless(
                    linked.entry().nlink() == made,
                    "P8",
                    "nlink",
                    linked.entry().nlink(),
                    "where it is",
                    made);
            Answer more = session.link(looked.nodeid(), "more");
            Broken.unless(more.errno() == Errno.EMLINK, "P10", "LINK of a file that may have no more got", more);
        }
    }

    /** Z51: what cannot be linked is held by a descriptor, and the client does not notice. */
    static void immutable(Scratch scratch, Holdfast kind) throws Broken, IOException {
        Path top = LoopFs.mount(scratch, FsKind.EXT4);
        try (Session session = Session.of(kind, Files.createDirectory(top.resolve("export")), top)) {
            Files.writeString(session.file("file"), "text");
            Program.of("chattr", "+i", session.file("file")).mustSucceed();
            KernelClient client = session.start();
            Answer looked = client.lookup(KernelClient.ROOT, "file");
            Broken.unless(looked.ok(), "P14", "LOOKUP of an immutable file got", looked);
            Broken.unless(
                    looked.entry().nlink() == 1, "P8", "nlink", looked.entry().nlink(), "where it is 1");
            Answer opened = session.open(looked.nodeid(), 0);
            Broken.unless(opened.ok(), "P14", "OPEN of an immutable file got", opened);
            String text =
                    new String(session.read(looked.nodeid(), opened.u64(0)).body());
            Broken.unless(text.equals("text"), "P6", "READ got", text);
        }
    }
}
