package org.holdfast.mutant;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.holdfast.fuse.Opcode;
import org.holdfast.kernel.Answer;
import org.holdfast.kernel.Body;
import org.holdfast.kernel.Caller;
import org.holdfast.kernel.Holdfast;
import org.holdfast.kernel.KernelClient;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Scratch;

/** Plights in which others than root make requests (P16). */
final class Callers {
    private static final int USER = 4001;
    private static final int GROUP = 4002;
    private static final int OTHER_GROUP = 4003;
    private static final int S_IFREG = 0100000;
    private static final int S_ISGID = 02000;
    private static final int S_ISUID = 04000;
    private static final int O_CREAT_EXCL = 0100 | 0200;
    private static final int WRITE_KILL_SUIDGID = 1 << 2;
    private static final int PERMISSIONS = 07777;
    private static final int[] MODES = {0, 0200, 0400, 0444, 0644, 0755};

    private Callers() {}

    private static Answer create(Session session, String name, int mode) {
        Body body = Body.empty()
                .u32(Session.O_RDWR | O_CREAT_EXCL, S_IFREG | mode, 0, 0)
                .string(name);
        return session.client().call(Opcode.CREATE, KernelClient.ROOT, body);
    }

    private static int modeOf(Path file) throws IOException {
        return (int) Files.getAttribute(file, "unix:mode") & PERMISSIONS;
    }

    /** Z53, Z61: a new file belongs to the caller and can be written through its handle, whatever its mode. */
    static void creation(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            Program.of("chmod", "777", session.export()).mustSucceed();
            KernelClient client = session.start();
            client.actFor(new Caller(USER, GROUP, List.of()));
            for (int mode : MODES) {
                String name = String.format("m%04o", mode);
                Answer made = create(session, name, mode);
                Broken.unless(made.ok(), "P16", "CREATE with mode", name, "got", made);
                Answer written = session.write(made.nodeid(), made.u64(128), "text", 0);
                Broken.unless(written.ok(), "P16", "WRITE after CREATE with mode", name, "got", written);
                Path file = session.file(name);
                Object uid = Files.getAttribute(file, "unix:uid");
                Object gid = Files.getAttribute(file, "unix:gid");
                Broken.unless(uid.equals(USER) && gid.equals(GROUP), "P16", name, "belongs to", uid, gid);
                Broken.unless(modeOf(file) == mode, "P16", name, "has mode", Integer.toOctalString(modeOf(file)));
            }
        }
    }

    /** Z61, CVE-2022-0358: set-group-id is for members of the directory's group, whom the request names. */
    static void groups(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            Program.of("chgrp", OTHER_GROUP, session.export()).mustSucceed();
            Program.of("chmod", "2777", session.export()).mustSucceed();
            KernelClient client = session.start();
            client.actFor(new Caller(USER, GROUP, List.of(OTHER_GROUP)));
            create(session, "member", S_ISGID | 0755);
            client.actFor(new Caller(USER, GROUP, List.of()));
            create(session, "stranger", S_ISGID | 0755);
            int member = modeOf(session.file("member"));
            int stranger = modeOf(session.file("stranger"));
            Broken.unless((member & S_ISGID) != 0, "P16", "a member's file has mode", Integer.toOctalString(member));
            Broken.unless(
                    (stranger & S_ISGID) == 0, "P16", "a stranger's file has mode", Integer.toOctalString(stranger));
        }
    }

    /** Z61, CVE-2021-20263: a write by somebody else clears set-user-id; one that must not does not. */
    static void setUserId(Scratch scratch, Holdfast kind) throws Broken, IOException {
        try (Session session = Session.in(scratch, kind)) {
            KernelClient client = session.start();
            client.actFor(new Caller(USER, GROUP, List.of()));
            for (int flags : new int[] {0, WRITE_KILL_SUIDGID}) {
                Path file = Files.createFile(session.file("f" + flags));
                Program.of("chmod", "4777", file).mustSucceed();
                Answer looked = client.lookup(KernelClient.ROOT, "f" + flags);
                Answer opened = session.open(looked.nodeid(), Session.O_RDWR);
                session.write(looked.nodeid(), opened.u64(0), "text", flags);
                int mode = modeOf(file);
                boolean isSet = (mode & S_ISUID) != 0;
                Broken.unless(
                        isSet == (flags == 0),
                        "P16",
                        "WRITE with flags",
                        flags,
                        "left mode",
                        Integer.toOctalString(mode));
            }
        }
    }
}
