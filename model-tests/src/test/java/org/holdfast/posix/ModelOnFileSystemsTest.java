package org.holdfast.posix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.holdfast.testkit.FsKind;
import org.holdfast.testkit.LoopFs;
import org.holdfast.testkit.Scratch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What file systems of the kernel do is what the model allows: a result that it does not allow is a mistake of the model. */
@Tag("mount")
final class ModelOnFileSystemsTest {
    private static final int PROGRAMS = 500;
    private static final int PROGRAMS_ELSEWHERE = 150;

    @ParameterizedTest
    @EnumSource(
            value = FsKind.class,
            names = {"EXT4", "TMPFS", "XFS", "BTRFS"})
    void allowsWhatTheFileSystemDoes(FsKind kind) throws IOException {
        boolean isMain = kind == FsKind.EXT4 || kind == FsKind.TMPFS;
        try (Scratch scratch = Scratch.create()) {
            Path directory = Files.createDirectory(LoopFs.mount(scratch, kind).resolve("programs"));
            Place place = new Place(directory, scratch.directory("scripts"));
            new Comparison("ModelOnFileSystemsTest", kind.name(), place, HostSettings.on(kind))
                    .check(isMain ? PROGRAMS : PROGRAMS_ELSEWHERE);
        }
    }
}
