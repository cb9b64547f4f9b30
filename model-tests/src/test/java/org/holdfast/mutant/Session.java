package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.Daemon;
import org.holdfast.kernel.DaemonKind;
import org.holdfast.kernel.KernelClient;
import org.holdfast.testkit.Scratch;

/** A daemon that serves an export, and requests to it, for bursts and plights. */
final class Session implements AutoCloseable {
    static final int O_RDWR = 2;
    private static final int READ_BYTES = 1 << 16;
    private static final int ENTRY_BYTES = 128;
    private static final int DIRENT_BYTES = 24;

    private final DaemonKind kind;
    private final Path export;
    private final Path scratch;
    private Daemon daemon;

    private Session(DaemonKind kind, Path export, Path scratch) {
        this.kind = kind;
        this.export = export;
        this.scratch = scratch;
    }

    /** Nothing runs yet. */
    static Session in(Scratch scratch, DaemonKind kind) throws IOException {
        Path top = scratch.directory("session");
        return new Session(kind, Files.createDirectory(top.resolve("export")), top);
    }

    /** The same with another export; the workdir goes into {@code scratch}, on the same file system. */
    static Session of(DaemonKind kind, Path export, Path scratch) {
        return new Session(kind, export, scratch);
    }

    /** A daemon and the INIT of its session. */
    KernelClient start() {
        daemon = kind.start(export, scratch);
        Answer answer = daemon.client().init(KernelClient.NEWEST_MINOR);
        if (!answer.ok()) {
            throw new AssertionError("INIT got " + answer);
        }
        return daemon.client();
    }

    Daemon daemon() {
        return daemon;
    }

    KernelClient client() {
        return daemon.client();
    }

    Path export() {
        return export;
    }

    Path file(String name) {
        return export.resolve(name);
    }

    Answer open(long nodeid, int flags) {
        return client().call(Opcode.OPEN, nodeid, Body.empty().u32(flags, 0));
    }

    void release(long nodeid, long fh) {
        client().call(Opcode.RELEASE, nodeid, Body.empty().u64(fh, 0, 0));
    }

    Answer read(long nodeid, long fh) {
        return client().call(Opcode.READ, nodeid, io(fh, READ_BYTES, 0));
    }

    Answer write(long nodeid, long fh, String text, int flags) {
        byte[] data = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return client().call(Opcode.WRITE, nodeid, io(fh, data.length, flags).data(data));
    }

    /** {@code struct fuse_read_in} and {@code struct fuse_write_in} at offset 0. */
    private static Body io(long fh, int size, int flags) {
        return Body.empty().u64(fh, 0).u32(size, flags).u64(0).u32(0, 0);
    }

    Answer link(long nodeid, String name) {
        return client().call(
                        Opcode.LINK, KernelClient.ROOT, Body.empty().u64(nodeid).string(name));
    }

    Answer rename(String from, String to) {
        Body body = Body.empty().u64(KernelClient.ROOT).string(from).string(to);
        return client().call(Opcode.RENAME, KernelClient.ROOT, body);
    }

    /** The names that READDIRPLUS or READDIR shows of the root, each reply with its own offset. */
    List<String> list(int opcode) throws Broken {
        Answer opened =
                client().call(Opcode.OPENDIR, KernelClient.ROOT, Body.empty().u32(0, 0));
        Broken.unless(opened.ok(), "P10", "OPENDIR got", opened);
        List<String> names = list(opcode, opened.u64(0));
        client().call(Opcode.RELEASEDIR, KernelClient.ROOT, Body.empty().u64(opened.u64(0), 0, 0));
        return names;
    }

    List<String> list(int opcode, long fh) throws Broken {
        int head = opcode == Opcode.READDIRPLUS ? ENTRY_BYTES : 0;
        List<String> names = new ArrayList<>();
        long offset = 0;
        while (true) {
            Body body = Body.empty().u64(fh, offset).u32(READ_BYTES, 0).u64(0).u32(0, 0);
            Answer answer = client().call(opcode, KernelClient.ROOT, body);
            Broken.unless(answer.ok(), "P10", "a listing got", answer);
            if (answer.body().length == 0) {
                return names;
            }
            for (int at = 0; at < answer.body().length; ) {
                int length = answer.u32(at + head + 16);
                names.add(new String(answer.body(), at + head + DIRENT_BYTES, length));
                offset = answer.u64(at + head + 8);
                at += head + (DIRENT_BYTES + length + 7 & ~7);
            }
        }
    }

    @Override
    public void close() {
        if (daemon != null) {
            daemon.close();
        }
    }
}
