package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.Holdfast;
import org.holdfast.kernel.KernelClient;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.HostFile;
import org.holdfast.testkit.Scratch;

/** A plight in which the client knows more directories than the daemon may have descriptors of. */
final class Directories {
    private static final int MANY = 20;
    private static final int TRIES = 1000;
    private static final int INO = 16; // struct fuse_attr_out
    private static final int NLINK = 80;
    private static final int ESTALE = 116;

    private final Session session;
    private final Holdfast kind;

    private Directories(Session session, Holdfast kind) {
        this.session = session;
        this.kind = kind;
    }

    /**
     * What the client removes or moves stays for it, also when it forgets the parent (Z30); what is made after what the host
     * has removed, or in the place of what it has moved, is another one (Z23, Z24).
     */
    static void many(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            fillUp(session);
            for (int i = 0; i < MANY; i++) {
                Files.createDirectory(session.file("d" + i));
            }
            Files.createDirectories(session.file("parent/child"));
            session.start();
            new Directories(session, kind).play();
        }
    }

    /** Makes directories until the file system gives an inode number again at once, if it ever does. */
    private static void fillUp(Session session) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Path name = Files.createDirectory(session.file("filler" + i));
            long ino = HostFile.at(name).orElseThrow().ino();
            Files.delete(name);
            Files.createDirectory(name);
            if (HostFile.at(name).orElseThrow().ino() == ino) {
                return;
            }
        }
    }

    private void play() throws Broken, IOException {
        List<Long> nodeids = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            nodeids.add(nodeid("d" + i));
        }
        long parent = nodeid("parent");
        long child = session.client().lookup(parent, "child").u64(0);
        awaitFewDescriptors();
        session.client().forget(parent, 1);
        isThere(child, "of which the client has forgotten the parent");
        session.client().forget(child, 1);
        Answer moved = session.rename("d18", "moved");
        Broken.unless(moved.ok(), "P10", "RENAME of a directory got", moved);
        hostReplaces(nodeids.get(19), session.file("d19"));
        for (int i = 0; i < 18; i++) {
            session.client().getattr(nodeids.get(i));
        }
        awaitFewDescriptors();
        isThere(nodeids.get(18), "that the client has moved");
        Answer removed = session.client().call(Opcode.RMDIR, KernelClient.ROOT, Body.name("d0"));
        Broken.unless(removed.ok(), "P10", "RMDIR got", removed);
        isThereWithoutName(nodeids.get(0));
        Answer renamed = session.rename("d1", "d2");
        Broken.unless(renamed.ok(), "P10", "RENAME over a directory got", renamed);
        isThereWithoutName(nodeids.get(2));
        for (int i = 3; i < 18; i++) {
            session.client().getattr(nodeids.get(i));
        }
        awaitFewDescriptors();
        isThereWithoutName(nodeids.get(0));
        isThereWithoutName(nodeids.get(2));

        for (int i = 3; i < 18; i++) {
            isAnotherOne(nodeids.get(i), session.file("d" + i));
        }
    }

    /** The host removes a directory, and makes one of the same name, and if it can with the same inode number. */
    private void isAnotherOne(long known, Path name) throws Broken, IOException {
        long ino = HostFile.at(name).orElseThrow().ino();
        Files.delete(name);
        remake(name, ino);
        long next = nodeid(name.getFileName().toString());
        Broken.unless(next != known, "P4", "a directory that was made later has the nodeid of one that was removed");
    }

    /** Makes it until it has that inode number; a file system need not give one twice, and not while it is in use. */
    private static void remake(Path name, long ino) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            Files.createDirectory(name);
            if (HostFile.at(name).orElseThrow().ino() == ino || i == TRIES - 1) {
                return;
            }
            Files.move(name, name.resolveSibling(name.getFileName() + ".other" + i));
        }
    }

    /** The host moves a directory and puts another one in its place, which must not be taken for it. */
    private void hostReplaces(long known, Path name) throws Broken, IOException {
        long ino = HostFile.at(name).orElseThrow().ino();
        Files.move(name, name.resolveSibling("elsewhere"));
        Files.createDirectory(name);
        Answer got = session.client().getattr(known);
        Broken.unless(
                got.errno() == ESTALE || got.ok() && got.u64(INO) == ino,
                "P4",
                "GETATTR of a directory that the host has replaced got",
                got);
    }

    private void isThere(long nodeid, String which) throws Broken {
        Answer got = session.client().getattr(nodeid);
        Broken.unless(got.ok(), "P6", "GETATTR of a directory", which, "got", got);
    }

    private long nodeid(String name) throws Broken {
        Answer looked = session.client().lookup(KernelClient.ROOT, name);
        Broken.unless(looked.ok(), "P10", "LOOKUP of", name, "got", looked);
        return looked.u64(0);
    }

    private void isThereWithoutName(long nodeid) throws Broken {
        Answer got = session.client().getattr(nodeid);
        Broken.unless(
                got.ok() && got.u32(NLINK) == 0, "P6", "GETATTR of a directory that the client has removed got", got);
    }

    /** With policy adaptive most directories lose theirs; the others keep them. */
    private void awaitFewDescriptors() {
        if (kind.budget() > 0) {
            Await.until("few descriptors", () -> descriptors() <= kind.budget() + 3);
        }
    }

    private long descriptors() {
        return session.daemon().descriptors().values().stream()
                .filter(target -> target.startsWith(session.export() + "/"))
                .count();
    }
}
