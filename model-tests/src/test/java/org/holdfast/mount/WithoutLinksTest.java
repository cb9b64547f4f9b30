package org.holdfast.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.holdfast.testkit.DaemonProcess;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.MountTable;
import org.holdfast.testkit.Program;
import org.holdfast.testkit.Scratch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Z39 where no work link can be made: far more files than the daemon may have descriptors are read, again and again, and the
 * client remembers all of them. The run is held against the specification meanwhile.
 */
@MountTest
final class WithoutLinksTest {
    private static final int FILES = 5_000;
    private static final int DIRECTORIES = 50;
    private static final int FD_LIMIT = 256;

    /** Inodes that are left: the work directory takes 257 and some. */
    private static final int ROOM = 300;

    /** Why there are no links. */
    enum Why {
        SQUASHFS {
            @Override
            Path prepare(Scratch scratch) {
                return image(scratch, "squashfs", "mksquashfs \"$1\" \"$2\" -quiet -no-progress");
            }
        },
        EROFS {
            @Override
            Path prepare(Scratch scratch) {
                return image(scratch, "erofs", "mkfs.erofs --quiet \"$2\" \"$1\"");
            }
        },
        READ_ONLY {
            @Override
            Path prepare(Scratch scratch) {
                Path source = populate(LoopFs.mount(scratch, FsKind.EXT4).resolve("source"));
                MountTable.readOnlyBind(source, source);
                return source;
            }
        },
        /** Links do not cross subvolumes, and only the export's own has a work directory. */
        SUBVOLUME {
            @Override
            Path prepare(Scratch scratch) {
                Path source = LoopFs.mount(scratch, FsKind.BTRFS).resolve("source");
                Program.shell("mkdir \"$1\" && btrfs --quiet subvolume create \"$1/below\"", source)
                        .mustSucceed();
                populate(source.resolve("below"));
                return source;
            }
        },
        /** A link takes an inode on tmpfs, of which there are as many as the tree has. */
        FULL {
            @Override
            Path prepare(Scratch scratch) {
                Path source = populate(LoopFs.mount(scratch, FsKind.TMPFS).resolve("source"));
                Program.shell(
                                "mount -o remount,nr_inodes=$(($(df --output=iused \"$1\" | tail -1) + $2)) \"$1/..\"",
                                source,
                                ROOM)
                        .mustSucceed();
                return source;
            }
        };

        /** The tree that is served, with as many files and directories as there shall be. */
        abstract Path prepare(Scratch scratch);

        private static Path populate(Path tree) {
            Program.shell(
                            "mkdir -p \"$1\" && cd \"$1\" && for d in $(seq $2); do mkdir d$d"
                                    + " && (cd d$d && seq -f 'f%g' $3 | while read -r f; do echo $d/$f >$f; done); done",
                            tree, DIRECTORIES, FILES / DIRECTORIES)
                    .limit(Duration.ofMinutes(2))
                    .mustSucceed();
            return tree;
        }

        private static Path image(Scratch scratch, String type, String make) {
            Path tree = populate(scratch.directory("tree").resolve("source"));
            Path image = scratch.path().resolve(type + ".img");
            Program.shell(make, tree, image).mustSucceed();
            return LoopFs.mountReadOnly(scratch, type, image);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "SQUASHFS,adaptive",
        "EROFS,adaptive",
        "READ_ONLY,adaptive",
        "FULL,adaptive",
        "SUBVOLUME,adaptive",
        "SQUASHFS,handle",
        "EROFS,handle",
        "READ_ONLY,handle",
        "FULL,handle",
        "SUBVOLUME,handle"
    })
    void manyFilesAreRemembered(Why why, String policy) {
        try (Scratch scratch = Scratch.create()) {
            Path source = why.prepare(scratch);
            Path client = scratch.directory("client");
            try (DaemonProcess daemon = DaemonProcess.on(scratch, source, client)
                    .fdLimit(FD_LIMIT)
                    .options("--policy", policy, "--fds", "64", "--verify", "--at-divergence", "stop")
                    .start()) {
                int largest;
                try (FdSampler sampler = new FdSampler(daemon)) {
                    for (int i = 0; i < 2; i++) {
                        assertThat(sum(client)).as("what the files hold").isEqualTo(sum(source));
                    }
                    largest = sampler.largest();
                }
                assertThat(daemon.status().number("budget", "shut"))
                        .as("nodes with nothing but their file handle")
                        .isGreaterThan(FILES - FD_LIMIT);
                assertThat(largest).as("descriptors of the daemon").isLessThan(FD_LIMIT);
                assertThat(daemon.status().map("errors").toString())
                        .as("errors by request")
                        .doesNotContain("EMFILE", "ENFILE", "ESTALE");
                assertThat(daemon.status().number("verified", "events"))
                        .as("events held against the specification")
                        .isGreaterThan(FILES);
                System.out.printf("%s, policy %s: largest number of descriptors %d%n", why, policy, largest);
            }
        }
    }

    private static String sum(Path tree) {
        return Program.shell(
                        "cd \"$1\" && find . -path ./.holdfast -prune -o -type f -print0 | sort -z | xargs -0 cat | sha256sum",
                        tree)
                .limit(Duration.ofMinutes(2))
                .mustSucceed()
                .out();
    }
}
