package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.holdfast.fuse.Opcode;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.holdfast.os.OpenFlags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is created, on whose behalf, and what may be opened. */
@Timeout(60)
final class CreationTest {
    private static final int EXCLUSIVE = OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_WRONLY;

    private static final int KILL_SUIDGID = 1 << 2;

    /** On a thread of its own, because a handler leaves the gid of its last caller on its thread. */
    private static void onOwnThread(Runnable test) {
        FutureTask<Void> task = new FutureTask<>(test, null);
        new Thread(task).start();
        try {
            task.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void z53CreatedFilesAreWritableThroughTheirHandleWhateverTheirMode() {
        onOwnThread(() -> {
            try (Export export = Export.open()) {
                Client client = export.theClient();
                export.host().mkdir("d");
                setOwner(export, "d", 1000);
                long directory = client.lookup(Client.ROOT, "d").nodeid();
                for (int mode = 0; mode <= 0777; mode++) {
                    Answer created = client.send(Client.createMessage(directory, "m" + mode, EXCLUSIVE, mode)
                            .caller(1000, 1000));
                    Entry entry = created.entry();
                    assertThat(entry.attr().permissions()).isEqualTo(mode);
                    assertThat(entry.attr().uid()).isEqualTo(1000);
                    assertThat(entry.attr().nlink()).isEqualTo(1);
                    client.write(entry.nodeid(), created.handle(), 0, "text").ok();
                    client.release(entry.nodeid(), created.handle()).ok();
                    assertThat(client.attr(entry.nodeid()).size()).isEqualTo(4);
                    assertThat(client.send(Client.createMessage(directory, "m" + mode, EXCLUSIVE, mode)
                                            .caller(1000, 1000))
                                    .errno())
                            .isEqualTo(Errno.EEXIST);
                }
            }
        });
    }

    /**
     * Set-group-id without group execute stays if the writer is in the file's group: what counts is the group of the one
     * who writes, not of the one whose request the thread has served before.
     */
    @ParameterizedTest
    @ValueSource(ints = {1000, 2000})
    void setGroupIdStaysWithTheWritersGroup(int gid) {
        onOwnThread(() -> {
            try (Export export = Export.open()) {
                Client client = export.theClient();
                export.host().mkdir("d");
                setOwner(export, "d", 1000);
                long directory = client.lookup(Client.ROOT, "d").nodeid();
                Answer created = client.send(
                        Client.createMessage(directory, "f", EXCLUSIVE, 0644).caller(1000, 1000));
                setMode(export, "d/f", 02644);
                long node = created.entry().nodeid();
                client.send(new Message(Opcode.WRITE, node)
                                .u64(created.handle(), 0)
                                .u32(4, KILL_SUIDGID)
                                .u64(0)
                                .u32(OpenFlags.O_WRONLY, 0)
                                .data("text".getBytes(StandardCharsets.UTF_8))
                                .caller(3000, gid))
                        .ok();
                assertThat(client.attr(node).permissions()).isEqualTo(gid == 1000 ? 02644 : 0644);
            }
        });
    }

    private static void setMode(Export export, String name, int mode) {
        try {
            Files.setAttribute(export.host().path(name), "unix:mode", mode);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void setOwner(Export export, String name, int uid) {
        try {
            Files.setAttribute(export.host().path(name), "unix:uid", uid);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theUmaskOfTheRequestApplies() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            Answer file = client.send(new Message(Opcode.CREATE, Client.ROOT)
                    .u32(EXCLUSIVE, 0666, 027, 0)
                    .name("file"));
            Answer directory = client.send(
                    new Message(Opcode.MKDIR, Client.ROOT).u32(0777, 077).name("directory"));
            Answer fifo = client.send(new Message(Opcode.MKNOD, Client.ROOT)
                    .u32(0010666, 0, 0222, 0)
                    .name("fifo"));
            assertThat(file.entry().attr().permissions()).isEqualTo(0640);
            assertThat(directory.entry().attr().permissions()).isEqualTo(0700);
            assertThat(fifo.entry().attr().permissions()).isEqualTo(0444);
            // Work links of later nodes must not suffer from the umask that the thread kept.
            client.send(new Message(Opcode.CREATE, Client.ROOT)
                            .u32(EXCLUSIVE, 0666, 0777, 0)
                            .name("closed"))
                    .ok();
            for (int i = 0; i < 300; i++) {
                client.create(Client.ROOT, "f" + i, EXCLUSIVE, 0644).ok();
            }
            assertThat(export.counts().fallbacks()).isEmpty();
        }
    }

    @Test
    void theCallersRightsApply() {
        onOwnThread(() -> {
            try (Export export = Export.open()) {
                Client client = export.theClient();
                export.host().mkdir("roots");
                long directory = client.lookup(Client.ROOT, "roots").nodeid();
                client.chmod(directory, 01777).ok();
                Answer made = client.send(new Message(Opcode.MKDIR, directory)
                        .caller(1000, 1001)
                        .u32(0755, 0)
                        .name("d"));
                assertThat(made.entry().attr().uid()).isEqualTo(1000);
                assertThat(made.entry().attr().gid()).isEqualTo(1001);
                Answer link = client.send(new Message(Opcode.SYMLINK, directory)
                        .caller(1002, 1003)
                        .name("s")
                        .name("target"));
                assertThat(link.entry().attr().uid()).isEqualTo(1002);
                Answer own = client.create(directory, "own", EXCLUSIVE, 0644);
                assertThat(own.entry().attr().uid()).isZero();
                assertThat(own.entry().attr().gid()).isZero();
            }
        });
    }

    @Test
    void supplementaryGroupsOfTheRequestAreUsed() {
        onOwnThread(() -> {
            try (Export export = Export.open()) {
                Client client = export.theClient();
                long directory = client.mkdir(Client.ROOT, "d").nodeid();
                client.setattr(directory, 1 | 1 << 2, 0, 02770, 0).ok();
                Message groups = Client.createMessage(directory, "a", EXCLUSIVE, 0644)
                        .caller(1000, 1001)
                        .u32(24, 32, 3, 7, 8, 0)
                        .extensions(3);
                Answer answer = client.send(groups);
                assertThat(answer.entry().attr().uid()).isEqualTo(1000);
                assertThat(answer.entry().attr().gid())
                        .as("of the set-group-id directory")
                        .isZero();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MAX_VALUE, Integer.MAX_VALUE - 7, 32, 25, 7, 0, -1, Integer.MIN_VALUE})
    void groupsThatTheRequestDoesNotContainAreNotBelieved(int size) {
        onOwnThread(() -> {
            FaultySys faulty = new FaultySys(Setup.LINUX);
            try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
                Client client = export.theClient();
                faulty.rule(call -> call.is("setGroups") && call.integer(0) > 3 ? Errno.EIO : 0);
                client.chmod(Client.ROOT, 0777).ok();
                Message groups = Client.createMessage(Client.ROOT, "a", EXCLUSIVE, 0644)
                        .caller(1000, 1001)
                        .u32(size, 32, Integer.MAX_VALUE, 7, 8, 9)
                        .extensions(3);
                client.send(groups).ok();
            }
        });
    }

    @Test
    void z56SpecialFilesAreNeverOpened() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            int[] modes = {0010644, 0140644, 0020644, 0060644};
            for (int mode : modes) {
                String name = Integer.toOctalString(mode);
                Entry made = client.mknod(Client.ROOT, name, mode, 1 << 8 | 3).entry();
                assertThat(made.attr().type()).isEqualTo(mode & 0170000);
                for (int flags : new int[] {0, 1, 2, OpenFlags.O_NONBLOCK, OpenFlags.O_RDWR | OpenFlags.O_TRUNC}) {
                    assertThat(client.open(made.nodeid(), flags).errno()).isEqualTo(Errno.ENXIO);
                    assertThat(client.create(Client.ROOT, name, flags, 0644).errno())
                            .isEqualTo(Errno.ENXIO);
                }
                assertThat(client.opendir(made.nodeid()).errno()).isEqualTo(Errno.ENOTDIR);
                assertThat(client.truncate(made.nodeid(), 0).errno()).isEqualTo(Errno.EINVAL);
                assertThat(client.chmod(made.nodeid(), 0600).attr().permissions())
                        .isEqualTo(0600);
                assertThat(client.link(made.nodeid(), Client.ROOT, name + "b").isOk())
                        .isTrue();
            }
            assertThat(client.open(Client.ROOT, 0).errno()).isEqualTo(Errno.EISDIR);
        }
    }

    @Test
    void createOpensAFileThatIsThere() {
        try (Export export = Export.open()) {
            Client client = export.theClient();
            export.host().write("a", "text");
            Answer opened = client.create(Client.ROOT, "a", OpenFlags.O_CREAT | OpenFlags.O_RDWR, 0600);
            assertThat(client.read(opened.nodeid(), opened.handle(), 0, 10).text())
                    .isEqualTo("text");
            int truncating = OpenFlags.O_CREAT | OpenFlags.O_RDWR | OpenFlags.O_TRUNC;
            Answer truncated = client.create(Client.ROOT, "a", truncating, 0600);
            assertThat(truncated.nodeid()).isEqualTo(opened.nodeid());
            assertThat(export.host().read("a")).isEmpty();
        }
    }

    @Test
    void whatCannotBeHeldIsNotLeftBehind() {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            Client client = export.theClient();
            faulty.rule(call -> call.is("openat") && (call.integer(2) & OpenFlags.O_PATH) != 0 ? Errno.EMFILE : 0);
            assertThat(client.mkdir(Client.ROOT, "d").errno()).isEqualTo(Errno.EMFILE);
            assertThat(client.mknod(Client.ROOT, "n", 0100644, 0).errno()).isEqualTo(Errno.EMFILE);
            assertThat(client.symlink(Client.ROOT, "s", "t").errno()).isEqualTo(Errno.EMFILE);
            faulty.rule(call -> call.is("linkat")
                    ? Errno.EMLINK
                    : call.is("openat") && (call.integer(2) & OpenFlags.O_PATH) != 0 ? Errno.EMFILE : 0);
            assertThat(client.create(Client.ROOT, "c", EXCLUSIVE, 0644).errno()).isEqualTo(Errno.EMFILE);
            faulty.heal();
            assertThat(export.host().list("")).containsExactly(".holdfast");
        }
    }
}
