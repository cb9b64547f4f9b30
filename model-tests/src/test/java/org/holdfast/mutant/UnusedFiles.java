package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.Holdfast;
import org.holdfast.kernel.KernelClient;
import org.holdfast.testkit.Await;
import org.holdfast.testkit.Scratch;

/** A plight in which nobody has used the files that the client knows for a while. */
final class UnusedFiles {
    private static final int FILES = 8;
    private static final int NLINK = 80; // struct fuse_attr_out

    private UnusedFiles() {}

    /** What the client removes, or replaces by another one, is there as long as it knows it (Z31). */
    static void removed(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            for (int i = 0; i < FILES; i++) {
                Files.writeString(session.file("f" + i), "text " + i);
            }
            session.start();
            List<Long> nodeids = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                Answer looked = session.client().lookup(KernelClient.ROOT, "f" + i);
                Broken.unless(looked.ok(), "P10", "LOOKUP of a file got", looked);
                nodeids.add(looked.u64(0));
            }
            if (kind.policy().equals(Optional.of("handle"))) {
                Await.until("no file has a descriptor", () -> session.daemon().descriptors().values().stream()
                        .noneMatch(target -> target.startsWith(session.export() + "/f")));
            }
            Answer removed = session.client().call(Opcode.UNLINK, KernelClient.ROOT, Body.name("f0"));
            Broken.unless(removed.ok(), "P10", "UNLINK got", removed);
            isThereWithoutName(session, nodeids.get(0));
            Answer renamed = session.rename("f1", "f2");
            Broken.unless(renamed.ok(), "P10", "RENAME over a file got", renamed);
            isThereWithoutName(session, nodeids.get(2));
        }
    }

    private static void isThereWithoutName(Session session, long nodeid) throws Broken {
        Answer got = session.client().getattr(nodeid);
        Broken.unless(got.ok() && got.u32(NLINK) == 0, "P6", "GETATTR of a file that the client has removed got", got);
    }
}
