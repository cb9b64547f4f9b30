package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.attribute.FileTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.holdfast.fuse.Opcode;
import org.holdfast.node.Policy;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * P8: a change of the client's of which only the ctime tells shows, although a work link of the object comes or goes just then
 * and the one change of the ctime could be taken for the other.
 */
final class CtimeAtOnceTest {
    private static final int SETFLAGS = 0x40086602;
    private static final int NODUMP = 0x40;
    private static final int MODE = 0644;

    /** What only the ctime tells of. */
    private enum Change {
        SAME_MODE {
            @Override
            Answer by(Client client, long nodeid) {
                return client.chmod(nodeid, MODE);
            }
        },
        XATTR {
            @Override
            Answer by(Client client, long nodeid) {
                return client.send(new Message(Opcode.SETXATTR, nodeid)
                        .u32(1, 0)
                        .name("user.a")
                        .data(new byte[] {'x'}));
            }
        },
        FLAGS {
            @Override
            Answer by(Client client, long nodeid) {
                long handle = client.open(nodeid, 0).handle();
                return client.send(new Message(Opcode.IOCTL, nodeid)
                        .u64(handle)
                        .u32(0, SETFLAGS)
                        .u64(0)
                        .u32(4, 0)
                        .u32(NODUMP));
            }
        },
        RENAME {
            @Override
            Answer by(Client client, long nodeid) {
                return client.rename(Client.ROOT, "a", Client.ROOT, "b");
            }
        };

        abstract Answer by(Client client, long nodeid);

        /** Does it on a thread of its own while {@code call} is about to be made for the first time. */
        CompletableFuture<Answer> during(String call, FaultySys faulty, Export export, long nodeid, String name) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            AtomicBoolean begun = new AtomicBoolean();
            faulty.rule(made -> {
                if (made.is(call) && begun.compareAndSet(false, true)) {
                    long before = hostCtime(export, name);
                    new Thread(() -> answer.complete(by(export.client(), nodeid))).start();
                    String now = this == RENAME ? "b" : name;
                    Export.await(
                            "the change",
                            () -> answer.isDone() || export.host().exists(now) && hostCtime(export, now) > before);
                }
                return 0;
            });
            return answer;
        }

        String nameAfter() {
            return this == RENAME ? "b" : "a";
        }
    }

    private static long hostCtime(Export export, String name) {
        return ((FileTime) export.host().stat(name).get("ctime")).to(TimeUnit.NANOSECONDS);
    }

    private static boolean refused(Answer answer) {
        return answer.errno() == Errno.EOPNOTSUPP || answer.errno() == Errno.ENOTTY;
    }

    private static void shows(Export export, long nodeid, long before, Change change) {
        long now = export.theClient().attr(nodeid).ctime();
        assertThat(now).as("ctime after %s", change).isGreaterThan(before);
        assertThat(now).as("ctime at the host").isLessThanOrEqualTo(hostCtime(export, change.nameAfter()));
        assertThat(export.theClient().attr(nodeid).ctime()).as("seen again").isEqualTo(now);
    }

    @ParameterizedTest
    @EnumSource
    void whileTheNodeIsCooled(Change change) {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.policy(Policy.ADAPTIVE).sys(faulty.sys()))) {
            export.host().write("a", "text");
            long nodeid = export.theClient().lookup(Client.ROOT, "a").nodeid();
            export.theClient().chmod(nodeid, MODE).ok();
            long before = export.theClient().attr(nodeid).ctime();
            CompletableFuture<Answer> answer = change.during("linkat", faulty, export, nodeid, "a");
            assertThat(export.cool(nodeid)).isTrue();
            if (!refused(answer.join())) {
                answer.join().ok();
                shows(export, nodeid, before, change);
            }
        }
    }

    /** rename(2) does nothing where both names are of one object, so its ctime stays, whatever our unlink makes of it. */
    @ParameterizedTest
    @CsvSource({"a, 0", "a, 2", "b, 0", "b, 2"})
    void notForARenameThatDoesNothing(String newName, int flags) {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            export.host().write("a", "text");
            export.host().link("a", "b");
            Client client = export.theClient();
            long nodeid = client.lookup(Client.ROOT, "a").nodeid();
            long before = client.attr(nodeid).ctime();
            CompletableFuture<Answer> renamed = new CompletableFuture<>();
            faulty.rule(call -> {
                if (call.is("unlinkat") && !renamed.isDone()) {
                    renamed.complete(export.client().rename2(Client.ROOT, "a", Client.ROOT, newName, flags));
                }
                return 0;
            });
            client.forget(nodeid, 1);
            renamed.orTimeout(10, TimeUnit.SECONDS).join().ok();
            long again = client.lookup(Client.ROOT, "a").nodeid();
            assertThat(client.attr(again).ctime()).isEqualTo(before);
        }
    }
}
