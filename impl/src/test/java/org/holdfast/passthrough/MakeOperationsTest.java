package org.holdfast.passthrough;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.BiConsumer;
import org.holdfast.os.Errno;
import org.holdfast.os.FaultySys;
import org.holdfast.os.FileType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The host changes a name between the system call that makes it and the one that looks it up. */
final class MakeOperationsTest {
    private static final String NAME = "a";
    private static final int OFTEN = 99;

    /** The requests that make an object that is not open. */
    private enum Make {
        FILE("mknodat", FileType.REGULAR),
        FIFO("mknodat", FileType.FIFO),
        DIRECTORY("mkdirat", FileType.DIRECTORY),
        SYMLINK("symlinkat", FileType.SYMLINK);

        private final String call;
        private final int type;

        Make(String call, int type) {
            this.call = call;
            this.type = type;
        }

        Answer by(Client client) {
            return switch (this) {
                case FILE, FIFO -> client.mknod(Client.ROOT, NAME, type | 0644, 0);
                case DIRECTORY -> client.mkdir(Client.ROOT, NAME);
                case SYMLINK -> client.symlink(Client.ROOT, NAME, "target");
            };
        }

        /** The host does this each time before what was made is looked up, so many times. */
        void before(FaultySys faulty, int times, Runnable host) {
            int[] left = {times};
            boolean[] made = {false};
            faulty.rule(next -> {
                if (next.is(call)) {
                    made[0] = true;
                } else if (next.is("openat") && made[0] && left[0] > 0) {
                    made[0] = false;
                    left[0]--;
                    host.run();
                }
                return 0;
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheHostRemovesIsMadeAgain(Make make) {
        removed(make, OFTEN, (export, answer) -> {
            assertThat(answer.entry().attr().mode() & FileType.MASK).isEqualTo(make.type);
            assertThat(answer.entry().attr().ino()).isEqualTo(export.host().ino(NAME));
        });
    }

    /** So the client's kernel looks once more itself; there is an end of it. */
    @ParameterizedTest
    @EnumSource
    void whatTheHostRemovesEachTimeIsStale(Make make) {
        removed(make, Integer.MAX_VALUE, (export, answer) -> assertThat(answer.errno())
                .isEqualTo(Errno.ESTALE));
    }

    /** The host removes it so many times; in both cases above it has then been made a hundred times. */
    private static void removed(Make make, int times, BiConsumer<Export, Answer> then) {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            make.before(faulty, times, () -> export.host().remove(NAME));
            int before = faulty.count(make.call);
            then.accept(export, make.by(export.theClient()));
            assertThat(faulty.count(make.call)).isEqualTo(before + 1 + OFTEN);
        }
    }

    /** An entry of another type would be a broken reply for the client's kernel. */
    @ParameterizedTest
    @EnumSource
    void whatTheHostReplacesExists(Make make) {
        FaultySys faulty = new FaultySys(Setup.LINUX);
        try (Export export = Export.open(Setup.LINK.sys(faulty.sys()))) {
            HostTree host = export.host();
            make.before(faulty, 1, () -> {
                host.remove(NAME);
                if (make == Make.DIRECTORY) {
                    host.write(NAME, "text");
                } else {
                    host.mkdir(NAME);
                }
            });
            assertThat(make.by(export.theClient()).errno()).isEqualTo(Errno.EEXIST);
        }
    }
}
