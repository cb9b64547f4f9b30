package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.Files;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.KernelClient;
import org.holdfast.os.LinuxSys;
import org.holdfast.os.NativeBuffer;
import org.holdfast.os.Sys;
import org.holdfast.testkit.Scratch;

/** LOOKUPs of a name while the host swaps it with another one, over and over: an entry is of one object and not of two. */
final class Swaps implements AutoCloseable {
    private static final int RENAME_EXCHANGE = 2;

    private static final int LOOKUPS = 5;

    private final Scratch scratch = Scratch.create();
    private final Session session;
    private final KernelClient client;
    private final Thread host = new Thread(this::swap, "host");
    private volatile boolean ending;

    Swaps(DaemonKind kind) throws IOException {
        session = Session.in(scratch, kind);
        Files.createFile(session.file("a"));
        Files.createFile(session.file("b"));
        client = session.start();
        host.start();
    }

    private void swap() {
        Sys sys = new LinuxSys();
        NativeBuffer a = NativeBuffer.string(session.file("a").toString());
        NativeBuffer b = NativeBuffer.string(session.file("b").toString());
        while (!ending) {
            sys.renameat2(Sys.AT_FDCWD, a.address(), Sys.AT_FDCWD, b.address(), RENAME_EXCHANGE);
        }
    }

    /** One LOOKUP; now and then all is forgotten. */
    void play(int number) throws Broken {
        Answer looked = client.lookup(KernelClient.ROOT, "a");
        Broken.unless(looked.ok(), "P10", "LOOKUP got", looked);
        Answer got = client.getattr(looked.nodeid());
        Broken.unless(got.ok(), "P1", "GETATTR got", got);
        long shown = looked.entry().ino();
        long is = got.attributes().ino();
        Broken.unless(shown == is, "P4", "LOOKUP showed inode", shown, "and gave a nodeid of inode", is);
        if (number % LOOKUPS == 0) {
            client.forgetAll();
        }
    }

    @Override
    public void close() {
        ending = true;
        try (scratch) {
            host.join();
            session.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
