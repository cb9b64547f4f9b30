package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.Holdfast;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.Errno;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.Scratch;

/** Plights of the work directory. */
final class Workdirs {
    private Workdirs() {}

    /** Z58: it is not there for the client, under whatever name. */
    static void inside(Scratch scratch, Holdfast kind) throws Broken, IOException {
        Path export = scratch.directory("export");
        try (Session session = Session.of(kind, export, export)) {
            KernelClient client = session.start();
            Path workdir = session.daemon().workdir().orElseThrow();
            Files.createFile(session.file("file"));
            hidden(session, workdir.getFileName().toString());
            Files.move(workdir, session.file("moved"));
            hidden(session, "moved");
            Files.move(session.file("moved"), workdir);
            Broken.unless(client.lookup(KernelClient.ROOT, "file").ok(), "P10", "no LOOKUP of another name");
        }
    }

    private static void hidden(Session session, String name) throws Broken {
        KernelClient client = session.client();
        Answer looked = client.lookup(KernelClient.ROOT, name);
        Broken.unless(looked.errno() == Errno.ENOENT, "P9", "LOOKUP of the workdir got", looked);
        for (int opcode : List.of(Opcode.READDIR, Opcode.READDIRPLUS)) {
            Broken.unless(!session.list(opcode).contains(name), "P9", "the workdir is listed");
        }
        Answer moved = session.rename(name, "elsewhere");
        Broken.unless(moved.errno() == Errno.ENOENT, "P9", "RENAME of the workdir got", moved);
        Answer over = session.rename("file", name);
        Broken.unless(over.errno() == Errno.EEXIST, "P9", "RENAME over the workdir got", over);
        Answer removed = client.call(Opcode.RMDIR, KernelClient.ROOT, Body.name(name));
        Broken.unless(removed.errno() == Errno.ENOENT, "P9", "RMDIR of the workdir got", removed);
    }

    /** Z54: what others have put there is still there when a daemon has ended and another one has begun, or refused to. */
    static void withOthers(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            Files.createFile(session.file("file"));
            session.start().lookup(KernelClient.ROOT, "file");
            Path workdir = session.daemon().workdir().orElseThrow();
            Path shard = DaemonProcess.links(workdir).get(0).getParent();
            session.daemon().kill();
            Path precious = Files.writeString(shard.resolve("precious"), "text");
            try {
                session.start();
            } catch (AssertionError e) {
                Await.until("the daemon ends", session.daemon()::hasEnded);
            }
            Broken.unless(Files.exists(precious), "P7", "the sweep removed a file that the daemon did not make");
        }
    }

    /** Z60: a node that was lost is stale, and not a name that is not there. */
    static void linkGone(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            Files.createFile(session.file("file"));
            long nodeid = session.start().lookup(KernelClient.ROOT, "file").nodeid();
            for (Path link : DaemonProcess.links(session.daemon().workdir().orElseThrow())) {
                Files.delete(link);
            }
            List<Answer> answers = List.of(session.client().getattr(nodeid), session.open(nodeid, 0));
            for (Answer answer : answers) {
                Broken.unless(answer.errno() == Errno.ESTALE, "P10", "a request on a node that is lost got", answer);
            }
        }
    }
}
